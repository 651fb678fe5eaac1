#!lua
-- Send a delivery once more, as it was: due at once, with no tries counted.
-- KEYS  due, deliveries and tries of a channel, dead
-- ARGV  delivery id, delivery (JSON), id of its dead letter or ''
-- reply {'replayed'} | {'on-its-way'} | {'known'}: the dead letter is not there any more
local due, deliveries, tries, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, record, letter = ARGV[1], ARGV[2], ARGV[3]
if #KEYS ~= 4 or #ARGV ~= 3 then refuse('replay takes 4 keys and 3 arguments') end
if id == '' or record == '' then refuse('delivery id and delivery must not be empty') end
if letter ~= '' and not string.match(letter, '^%d+-%d+$') then refuse(letter .. ' is not the id of a dead letter') end
check_types({[due] = 'zset', [deliveries] = 'hash', [tries] = 'hash', [dead] = 'stream'})

if letter ~= '' and redis.call('XDEL', dead, letter) == 0 then return {'known'} end
if redis.call('HEXISTS', deliveries, id) == 1 then return {'on-its-way'} end
local time = redis.call('TIME')
redis.call('HSET', deliveries, id, record)
redis.call('ZADD', due, time[1] * 1000 + math.floor(time[2] / 1000), id)
redis.call('HDEL', tries, id)
return {'replayed'}
