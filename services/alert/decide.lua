#!lua flags=allow-oom
-- What one record changes, all of it or nothing, if it is the one to be decided next.
-- Also where memory is full: what is decided can be trimmed.
-- KEYS  next, state, alerts.raised, then due and deliveries of a channel for every delivery
-- ARGV  seq, slices n, n × (slice, JSON), alerts n, n × JSON, deliveries n, n × (delivery id, JSON)
-- reply {'decided', seq + 1} | {'moved', the seq to be decided next}
local next_key, state, alerts = KEYS[1], KEYS[2], KEYS[3]
local at = 0
local function take(name)
  at = at + 1
  if not ARGV[at] or ARGV[at] == '' then refuse(name .. ' is missing: argument ' .. at) end
  return ARGV[at]
end
local function take_all(name, width)
  local taken = {}
  for i = 1, integer(take(name), name) * width do taken[i] = take(name) end
  return taken
end

local seq = integer(take('seq'), 'seq')
local slices, raised, deliveries = take_all('slices', 2), take_all('alerts', 1), take_all('deliveries', 2)
if at ~= #ARGV then refuse('more arguments than announced') end
if #KEYS ~= 3 + #deliveries then refuse('two keys a delivery') end
local types = {[next_key] = 'string', [state] = 'hash', [alerts] = 'stream'}
for i = 4, #KEYS, 2 do types[KEYS[i]], types[KEYS[i + 1]] = 'zset', 'hash' end
check_types(types)
local expected = tonumber(redis.call('GET', next_key) or '1')
if seq ~= expected then return {'moved', expected} end
if last(alerts) >= seq then
  local impossible = 'the journal contradicts itself: record %.0f raised alerts, %s is %.0f'
  refuse(string.format(impossible, last(alerts), next_key, seq))
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #slices, 2 do redis.call('HSET', state, slices[i], slices[i + 1]) end
for i, alert in ipairs(raised) do
  redis.call('XADD', alerts, string.format('%.0f-%.0f', seq, i - 1), '__data__', alert)
end
for i = 1, #deliveries, 2 do
  redis.call('HSET', KEYS[4 + i], deliveries[i], deliveries[i + 1])
  redis.call('ZADD', KEYS[3 + i], now, deliveries[i])
end
redis.call('SET', next_key, string.format('%.0f', seq + 1))
return {'decided', seq + 1}
