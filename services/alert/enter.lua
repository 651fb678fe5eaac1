#!lua
-- Lets records enter the journal, each once.
-- KEYS  articles.found, entered (id of a record → its seq), articles.tagged
-- ARGV  n × (id, record)
-- reply {'entered', how many were new}
local found, entered, tagged = KEYS[1], KEYS[2], KEYS[3]
if #KEYS ~= 3 or #ARGV == 0 or #ARGV % 2 ~= 0 then refuse('enter takes 3 keys and pairs of id and record') end
for i, argument in ipairs(ARGV) do
  if argument == '' then refuse('argument ' .. i .. ' is empty') end
end
check_types({[found] = 'stream', [tagged] = 'stream', [entered] = 'hash'})
check_journal(found, tagged)

local seq, new = last(found), 0
for i = 1, #ARGV, 2 do
  if redis.call('HEXISTS', entered, ARGV[i]) == 0 then
    seq, new = seq + 1, new + 1
    redis.call('HSET', entered, ARGV[i], string.format('%.0f', seq))
    append(found, seq, ARGV[i + 1])
  end
end
return {'entered', new}
