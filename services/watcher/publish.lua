#!lua
-- One article into the journal, once. A known text only renews what is remembered of it.
-- KEYS  articles.found, revisions of the article, state of the source, articles.tagged
-- ARGV  text hash, revision (as the record has it), record, days to remember, state of the source or ''
-- reply {'published', seq} | {'known', revision} | {'stale', the revision it would be}
local found, revisions, source, tagged = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local text_hash, record, state = ARGV[1], ARGV[3], ARGV[5]
if #KEYS ~= 4 or #ARGV ~= 5 then refuse('publish takes 4 keys and 5 arguments') end
if text_hash == '' or record == '' then refuse('text hash and record must not be empty') end
local revision, days = integer(ARGV[2], 'revision'), integer(ARGV[4], 'days')
check_types({[found] = 'stream', [tagged] = 'stream', [revisions] = 'hash', [source] = 'string'})
check_journal(found, tagged)

local known = redis.call('HGET', revisions, text_hash)
local reply
if known then
  reply = {'known', tonumber(known)}
else
  local expected = redis.call('HLEN', revisions) + 1
  if revision ~= expected then return {'stale', expected} end
  local seq = last(found) + 1
  append(found, seq, record)
  redis.call('HSET', revisions, text_hash, revision)
  reply = {'published', seq}
end
redis.call('EXPIRE', revisions, days * 86400)
if state ~= '' then redis.call('SET', source, state) end
return reply
