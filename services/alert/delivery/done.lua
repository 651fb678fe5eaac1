#!lua flags=allow-oom
-- How one try ended. A 2xx completes the delivery whoever got it; all else needs the token of the last claim.
-- KEYS  due, deliveries, tries, tokens and answers of a channel, delivered, dead, disabled
-- ARGV  channel, delivery id, token, 'delivered' | 'retry' | 'dead', ms until the next try, ending (JSON),
--       dead letter (JSON, or ''), since when the channel is disabled ('' if it is not), days to keep
-- reply {'delivered'} | {'retry', when it is due in ms} | {'dead'} | {'stale'} | {'known'}
local due, deliveries, tries, tokens, answers, delivered, dead, disabled = unpack(KEYS)
local channel, id, token, outcome, ending, letter, since = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[6], ARGV[7], ARGV[8]
if #KEYS ~= 8 or #ARGV ~= 9 then refuse('done takes 8 keys and 9 arguments') end
if channel == '' or id == '' or token == '' then refuse('channel, delivery id and token must not be empty') end
if outcome ~= 'delivered' and outcome ~= 'retry' and outcome ~= 'dead' then
  refuse('outcome must be delivered, retry or dead, not ' .. tostring(outcome))
end
if ending == '' then refuse('ending must not be empty') end
if (letter == '') ~= (outcome ~= 'dead') then refuse('a dead letter belongs to dead') end
local wait, days = integer(ARGV[5], 'ms until the next try'), integer(ARGV[9], 'days')
check_types({[due] = 'zset', [deliveries] = 'hash', [tries] = 'hash', [tokens] = 'hash', [answers] = 'hash',
  [delivered] = 'stream', [dead] = 'stream', [disabled] = 'hash'})

local record = redis.call('HGET', deliveries, id)
if not record then return {'known'} end
if outcome ~= 'delivered' and redis.call('HGET', tokens, id) ~= token then return {'stale'} end
redis.call('HDEL', tokens, id)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if outcome == 'retry' then
  redis.call('HINCRBY', tries, id, 1)
  redis.call('HSET', answers, id, ending)
  redis.call('ZADD', due, now + wait, id)
  return {'retry', now + wait}
end

redis.call('ZREM', due, id)
for _, key in ipairs({deliveries, tries, answers}) do redis.call('HDEL', key, id) end
-- Nobody reads `delivered` on; it is kept to be looked up, and by days only.
local entry = {delivered, 'MINID', '~', string.format('%.0f', now - days * 86400000), '*', '__data__', ending}
if outcome == 'delivered' then
  entry[#entry + 1] = 'record'
  entry[#entry + 1] = record
else
  redis.call('XADD', dead, '*', '__data__', letter)
  if since ~= '' then redis.call('HSET', disabled, channel, since) end
end
redis.call('XADD', unpack(entry))
return {outcome}
