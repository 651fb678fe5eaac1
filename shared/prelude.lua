-- What every step begins with. Refuse before the first write: a script is not rolled back.

local function refuse(message)
  error({err = 'MELDER ' .. message})
end

local function check_types(types)
  for key, expected in pairs(types) do
    local found = redis.call('TYPE', key)['ok']
    if found ~= 'none' and found ~= expected then
      refuse(key .. ' is a ' .. found .. ', not a ' .. expected)
    end
  end
end

local function integer(value, name)
  if not value or not string.match(value, '^%d+$') then
    refuse(name .. ' must be a whole number, not ' .. tostring(value))
  end
  return tonumber(value)
end

-- Number of the last record that a stream of the journal ever held; 0 for a new one.
local function last(stream)
  if redis.call('EXISTS', stream) == 0 then return 0 end
  local info = redis.call('XINFO', 'STREAM', stream)
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then
      return tonumber(string.match(info[i + 1], '^%d+'))
    end
  end
end

local function append(stream, seq, record)
  redis.call('XADD', stream, string.format('%.0f-0', seq), '__data__', record)
end
