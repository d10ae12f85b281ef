#pragma once

#include "Pattern.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cvalijson {

using Json = nlohmann::json;

/// Turns a schema into one that valijson's parser reads well: every schema in it lies in
/// `definitions` under a number, and holds nothing but keywords of draft 7 with the right kinds of
/// values and references to such numbers.
///
/// The parser of valijson 1.0 confuses schemas whose paths look alike, knows `id` but not `$id`,
/// never ends on references that lead in circles, and builds regular expressions to look at URIs.
class Flattener {
public:
    /// Throws std::runtime_error when `root` is no schema, or one that cannot be enforced here.
    explicit Flattener(const Json &root);

    /// The schema to parse: a reference to the first of its definitions. The `description` of each
    /// definition is its number.
    Json document() const;

    /// The definitions by number.
    std::vector<Json> takeSchemas() { return std::move(schemas_); }

    /// The compiled form of every pattern in them.
    std::unordered_map<std::string, Pattern> takePatterns() { return std::move(patterns_); }

private:
    /// Notes the base URI of `schema` and of all schemas inside it, and where their names lead.
    void survey(const Json &schema, const std::string &base);

    /// The number of the schema that `schema` is or refers to; it will be flattened.
    size_t number(const Json &schema);

    /// The schema that is meant; follows references.
    const Json &referent(const Json &schema);
    const Json &target(const std::string &reference, const Json &schema);

    Json flattened(const Json &schema);
    void copyAssertions(const Json &schema, Json &flat);
    void copyApplicators(const Json &schema, Json &flat);
    Json reference(const Json &schema);
    Json references(const Json &schemas, const char *keyword);
    Json members(const Json &schemas, const char *keyword);
    void addPattern(const std::string &text);

    const Json &root_;
    std::map<const Json *, std::string> bases_;
    std::map<std::string, const Json *> named_;
    std::map<const Json *, size_t> numbers_;
    std::vector<const Json *> found_;
    std::vector<Json> schemas_;
    std::unordered_map<std::string, Pattern> patterns_;
};

} // namespace cvalijson
