#!lua
-- A seeded bug: records go on in the order in which they were read. The crash test must notice.
local found, arrived, tagged = KEYS[1], KEYS[2], KEYS[3]
local group, seq, record = ARGV[1], integer(ARGV[2], 'seq'), ARGV[4]
if record == '' and seq > 0 then return {'unread', last(tagged), 0, last(found)} end
if seq > 0 and redis.call('HSETNX', arrived, seq, 1) == 1 then append(tagged, last(tagged) + 1, record) end
if seq > 0 then redis.call('XACK', found, group, string.format('%.0f-0', seq)) end
return {'parked', last(tagged), 0, last(found)}
