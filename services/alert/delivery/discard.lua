#!lua flags=allow-oom
-- A delivery is over because somebody said so: nobody sends to its channel any more.
-- KEYS  due, deliveries, tries, tokens and answers of a channel, delivered
-- ARGV  delivery id, ending (JSON), days to keep
-- reply {'discarded'} | {'known'}: it is not on its way any more
local due, deliveries, tries, tokens, answers, delivered = unpack(KEYS)
local id, ending = ARGV[1], ARGV[2]
if #KEYS ~= 6 or #ARGV ~= 3 then refuse('discard takes 6 keys and 3 arguments') end
if id == '' or ending == '' then refuse('delivery id and ending must not be empty') end
local days = integer(ARGV[3], 'days')
check_types({[due] = 'zset', [deliveries] = 'hash', [tries] = 'hash', [tokens] = 'hash', [answers] = 'hash',
  [delivered] = 'stream'})

local record = redis.call('HGET', deliveries, id)
if not record then return {'known'} end
redis.call('ZREM', due, id)
for _, key in ipairs({deliveries, tries, tokens, answers}) do redis.call('HDEL', key, id) end
local oldest = string.format('%.0f', math.max(0, redis.call('TIME')[1] - days * 86400) * 1000)
redis.call('XADD', delivered, 'MINID', '~', oldest, '*', '__data__', ending, 'record', record)
return {'discarded'}
