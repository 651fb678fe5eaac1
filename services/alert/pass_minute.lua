#!lua
-- Lets a minute pass in the journal, once, however many replicas ask for it.
-- KEYS  articles.found, minute (the last one that passed), articles.tagged
-- ARGV  minute, in minutes since 1970; record
-- reply {'published', seq} | {'known', the last minute that passed}
local found, newest, tagged = KEYS[1], KEYS[2], KEYS[3]
if #KEYS ~= 3 or #ARGV ~= 2 then refuse('pass_minute takes 3 keys and 2 arguments') end
local minute, record = integer(ARGV[1], 'minute'), ARGV[2]
if record == '' then refuse('record must not be empty') end
check_types({[found] = 'stream', [tagged] = 'stream', [newest] = 'string'})
check_journal(found, tagged)

local passed = tonumber(redis.call('GET', newest) or '0')
if minute <= passed then return {'known', passed} end
redis.call('SET', newest, string.format('%.0f', minute))
local seq = last(found) + 1
append(found, seq, record)
return {'published', seq}
