-- For wrk: one kind of request, made anew each time, the same for the host and for the bare server.
-- Arguments: KIND (create, read, list), TOKEN, PREFIX of the codes, NUMBER of records there are.
local kind, head, prefix, records
local count = 0
local base = "/api/v1/districts/bench/records/ledger/entry"

function init(args)
  kind, prefix, records = args[1], args[3], tonumber(args[4])
  head = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " .. args[2] .. "\r\n"
  math.randomseed(20120301)
end

function request()
  count = count + 1
  if kind == "create" then
    local body = string.format(
      '{"code":"%s%08d","organisation":%d,"subject":"第%d次党员活动登记","kind":"training",' ..
      '"held_on":"2023-03-01","amount":456.58,"people":34,"note":"由机关党委登记，材料齐全"}',
      prefix, count, 100 + count % 400, count)
    return "POST " .. base .. head .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
  elseif kind == "read" then
    return "GET " .. base .. "/" .. math.random(records) .. head .. "\r\n"
  end
  return "GET " .. base .. "?limit=50" .. head .. "\r\n"
end
