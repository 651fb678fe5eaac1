#!lua
-- Forgets replicas that are long gone; one that still has records is kept until another has taken them.
-- KEYS  articles.found
-- ARGV  group, ms for which a replica must not have asked for records
-- reply {'forgotten', how many}
local found, group = KEYS[1], ARGV[1]
if #KEYS ~= 1 or #ARGV ~= 2 then refuse('forget takes 1 key and 2 arguments') end
local idle = integer(ARGV[2], 'idle')
check_types({[found] = 'stream'})

local forgotten = 0
for _, told in ipairs(redis.call('XINFO', 'CONSUMERS', found, group)) do
  local replica = {}
  for i = 1, #told, 2 do replica[told[i]] = told[i + 1] end
  if replica['pending'] == 0 and replica['idle'] > idle then
    redis.call('XGROUP', 'DELCONSUMER', found, group, replica['name'])
    forgotten = forgotten + 1
  end
end
return {'forgotten', forgotten}
