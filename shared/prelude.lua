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

local function info(stream)
  if redis.call('EXISTS', stream) == 0 then return {['last-generated-id'] = '0-0', ['entries-added'] = 0} end
  local told, fields = redis.call('XINFO', 'STREAM', stream), {}
  for i = 1, #told, 2 do fields[told[i]] = told[i + 1] end
  return fields
end

-- Number of the last record that a stream of the journal ever held; 0 for a new one.
local function last(stream)
  return tonumber(string.match(info(stream)['last-generated-id'], '^%d+'))
end

-- What is impossible in a journal that only the steps write, else nil. A record has the next number, is found,
-- then read (tagged), then decided (all before `next`, where that is given).
local function contradiction(found, tagged, next_key)
  for _, stream in ipairs({found, tagged}) do
    local seq, held = last(stream), info(stream)['entries-added']
    if seq ~= held then
      return string.format('%s ends with record %.0f, but held %.0f', stream, seq, held)
    end
  end
  local read = last(tagged)
  if read > last(found) then
    return string.format('%s has record %.0f, %s ends with %.0f', tagged, read, found, last(found))
  end
  local decided = next_key and tonumber(redis.call('GET', next_key) or '1') - 1 or 0
  if decided > read then
    return string.format('record %.0f is decided, %s ends with %.0f', decided, tagged, read)
  end
end

local function check_journal(found, tagged, next_key)
  local impossible = contradiction(found, tagged, next_key)
  if impossible then refuse('the journal contradicts itself: ' .. impossible) end
end

local function append(stream, seq, record)
  redis.call('XADD', stream, string.format('%.0f-0', seq), '__data__', record)
end
