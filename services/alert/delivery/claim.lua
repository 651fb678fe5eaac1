#!lua flags=allow-oom
-- Take deliveries that are due and push each out by a lease, after which it is due again.
-- It may run under OOM: what it writes is small and goes with the delivery, and nothing drains unclaimed.
-- KEYS  due, deliveries, tries and tokens of a channel, disabled
-- ARGV  channel, how many at most, lease in ms
-- reply {'claimed', then id, delivery, token, tries of each} | {'disabled'}
local due, deliveries, tries, tokens, disabled = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local channel = ARGV[1]
if #KEYS ~= 5 or #ARGV ~= 3 then refuse('claim takes 5 keys and 3 arguments') end
if channel == '' then refuse('channel must not be empty') end
local most, lease = integer(ARGV[2], 'how many'), integer(ARGV[3], 'lease')
if most == 0 or lease == 0 then refuse('how many and lease must be above 0') end
check_types({[due] = 'zset', [deliveries] = 'hash', [tries] = 'hash', [tokens] = 'hash', [disabled] = 'hash'})
if redis.call('HEXISTS', disabled, channel) == 1 then return {'disabled'} end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- No two claims of one delivery share a microsecond, so the time is a token that no lost counter repeats.
local token = string.format('%d%06d', time[1], time[2])
local reply = {'claimed'}
for _, id in ipairs(redis.call('ZRANGE', due, '-inf', now, 'BYSCORE', 'LIMIT', 0, most)) do
  redis.call('ZADD', due, now + lease, id)
  redis.call('HSET', tokens, id, token)
  reply[#reply + 1] = id
  reply[#reply + 1] = redis.call('HGET', deliveries, id)
  reply[#reply + 1] = token
  reply[#reply + 1] = tonumber(redis.call('HGET', tries, id) or '0')
end
return reply
