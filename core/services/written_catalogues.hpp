/// The catalogues of one district as they are sent.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "services/catalogue.hpp"

namespace liufa::host {

/// A catalogue as it is sent.
struct WrittenCatalogue {
  std::string text;
  std::string digest;  ///< of the text, hexadecimal
};

/// Each is written once for all to whom it is the same: of what a person is, only the roles matter and what a token is
/// made for. Those of an earlier model are forgotten. Any thread.
class WrittenCatalogues {
 public:
  std::shared_ptr<const WrittenCatalogue> of(const std::shared_ptr<const DistrictModel>& model, const Actor& actor,
                                             const CatalogueQuery& query);

 private:
  std::mutex mutex_;
  /// Weak: a model keeps the code of its methods running.
  std::weak_ptr<const DistrictModel> model_;
  std::map<std::string, std::shared_ptr<const WrittenCatalogue>, std::less<>> written_;
};

}  // namespace liufa::host
