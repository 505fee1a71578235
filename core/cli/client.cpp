#include "cli/client.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace liufa::host::cli {

namespace {

class InProcess final : public Client {
 public:
  explicit InProcess(const Places& places, Durability durability = Durability::full)
      : host_({places.data, places.methods, durability}), api_(host_) {}
  Response send(Request request) override {
    request.actor = speaker() ? *speaker() : local_operator();
    return api_.handle(request);
  }
  Host* host() override { return &host_; }
  std::vector<std::string> districts() override { return host_.districts(); }

 private:
  Host host_;
  Api api_;
};

class ThroughServer final : public Client {
 public:
  ThroughServer(Places places, Announcement at) : places_(std::move(places)), at_(std::move(at)) {}

  Response send(Request request) override {
    try {
      const Poco::URI uri(at_.address);
      Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
      session.setTimeout(Poco::Timespan(600, 0));
      std::string target;
      Poco::URI::encode(request.path, "?#", target);
      for (bool first = true; const auto& [name, value] : request.query) {
        std::string encoded;
        Poco::URI::encode(value, "&=?#+%", encoded);
        target += fmt::format("{}{}={}", std::exchange(first, false) ? "?" : "&", name, encoded);
      }
      Poco::Net::HTTPRequest out(request.method, target, Poco::Net::HTTPMessage::HTTP_1_1);
      for (const auto& [name, value] : request.headers) out.set(name, value);
      out.set("Authorization", "Bearer " + at_.token);
      out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
      session.sendRequest(out) << request.body;
      Poco::Net::HTTPResponse in;
      std::ostringstream body;
      body << session.receiveResponse(in).rdbuf();
      Response response{static_cast<int>(in.getStatus()), in.getContentType(), body.str(), {}};
      for (const auto& [name, value] : in) response.headers[name] = value;
      return response;
    } catch (const Poco::Exception& error) {
      throw Problem("data.server", {{"address", at_.address}, {"reason", error.displayText()}});
    }
  }
  Host* host() override { return nullptr; }
  std::vector<std::string> districts() override {
    std::vector<std::string> ids;
    for (const auto& entry : std::filesystem::directory_iterator(places_.data / "districts"))
      ids.push_back(entry.path().filename());
    return ids;
  }

 private:
  Places places_;
  Announcement at_;
};

Problem problem_in(const Json& json) {
  if (!json.is_object() || !json.contains("text")) return Problem("request.failed", {{"reference", "-"}});
  const auto text = [](const Json& from) { return Text{from["text"].value("zh", ""), from["text"].value("en", "")}; };
  Problem problem(ProblemKind::refused, json.value("code", ""), text(json));
  for (const Json& each : json.value("errors", Json::array()))
    problem.with(Problem(ProblemKind::invalid, each.value("code", ""), text(each))
                     .at_line(each.value("line", std::size_t{0}))
                     .at_field(each.value("field", "")));
  return problem;
}

Request request_to(const std::string& district, const std::string& method, const std::string& path) {
  Request request;
  request.method = method;
  const std::size_t question = path.find('?');
  request.path = fmt::format("/api/v1/districts/{}{}", district, path.substr(0, question));
  if (question != std::string::npos) request.query = parse_query(std::string_view(path).substr(question + 1));
  return request;
}

}  // namespace

Json Client::call(const std::string& district, const std::string& method, const std::string& path, const Json& body,
                  const std::map<std::string, std::string>& headers) {
  Request request = request_to(district, method, path);
  if (!body.is_null()) request.body = body.dump();
  for (const auto& [name, value] : headers) request.headers[name] = value;
  const Response response = send(std::move(request));
  Json json = Json::parse(response.body, nullptr, false);
  if (response.status >= 300) throw problem_in(json);
  return json;
}

Response Client::get(const std::string& district, const std::string& path, const Query& query) {
  Request request = request_to(district, "GET", path);
  request.query = query;
  Response response = send(std::move(request));
  if (response.status >= 300) throw problem_in(Json::parse(response.body, nullptr, false));
  return response;
}

std::string Client::call_text(const std::string& district, const std::string& method, const std::string& path,
                              std::string body) {
  Request request = request_to(district, method, path);
  request.body = std::move(body);
  Response response = send(std::move(request));
  if (response.status >= 300) throw problem_in(Json::parse(response.body, nullptr, false));
  return std::move(response.body);
}

Json Client::run(const std::string& district, const std::string& action, const Json& input) {
  std::string path = "/actions/" + action;
  std::replace(path.begin(), path.end(), '.', '/');
  Json state = call(district, "POST", path, input, {{"prefer", "wait=60"}});
  while (state.at("state") == "running")
    state = call(district, "GET", "/runs/" + state.at("id").get<std::string>(), nullptr, {{"prefer", "wait=60"}});
  if (state.at("state") != "done") throw problem_in(state.at("problem"));
  return state.at("result");
}

Json Client::all(const std::string& district, const std::string& record, const std::string& query) {
  Json items = Json::array();
  std::string cursor;
  do {
    const Json page = call(district, "GET",
                           fmt::format("{}?limit=500{}{}{}{}", record_path(record), query.empty() ? "" : "&", query,
                                       cursor.empty() ? "" : "&cursor=", cursor));
    for (const Json& item : page.at("items")) items.push_back(item);
    cursor = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
  } while (!cursor.empty());
  return items;
}

std::string record_path(std::string record) {
  if (record.find('.') == std::string::npos) record = "directory." + record;
  std::replace(record.begin(), record.end(), '.', '/');
  return "/records/" + record;
}

std::unique_ptr<Client> connect(const Places& places) {
  try {
    return std::make_unique<InProcess>(places);
  } catch (const Problem& problem) {
    if (problem.code() != "data.locked") throw;
    auto at = announcement_of(places.data);
    if (!at) throw;
    return std::make_unique<ThroughServer>(places, std::move(*at));
  }
}

std::unique_ptr<Client> connect_workshop(const Places& places) {
  return std::make_unique<InProcess>(places, Durability::relaxed);
}

}  // namespace liufa::host::cli
