#!lua
-- The rules that hold from here on: at once in a new journal, else as its next record.
-- KEYS  articles.found, state, rules (hash of the newest set), articles.tagged
-- ARGV  hash before ('' for none), hash, rules, record
-- reply {'begun'} | {'published', seq} | {'known'} | {'stale', hash of the newest set}
local found, state, newest, tagged = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local before, hash, rules, record = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if #KEYS ~= 4 or #ARGV ~= 4 then refuse('change_rules takes 4 keys and 4 arguments') end
if hash == '' or rules == '' or record == '' then refuse('hash, rules and record must not be empty') end
check_types({[found] = 'stream', [tagged] = 'stream', [state] = 'hash', [newest] = 'string'})
check_journal(found, tagged)

local current = redis.call('GET', newest) or ''
if current == hash then return {'known'} end
if current ~= before then return {'stale', current} end
redis.call('SET', newest, hash)
if current == '' then
  redis.call('HSET', state, 'rules', rules)
  return {'begun'}
end
local seq = last(found) + 1
append(found, seq, record)
return {'published', seq}
