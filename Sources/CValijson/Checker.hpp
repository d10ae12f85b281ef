#pragma once

#include "Pattern.hpp"
#include "Valijson.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <unordered_map>
#include <vector>

namespace cvalijson {

using Json = nlohmann::json;

/// What is wrong with the value a pointer leads to.
struct Problem {
    std::string pointer;
    std::string reason;
};

/// A place in the document: a member or an element of the place above it.
struct Place {
    const Place *above = nullptr;
    const std::string *key = nullptr;
    size_t index = 0;

    std::string pointer() const;
    std::string pointer(const std::string &member) const;
};

/// What one validation shares: the schema's parts, the problems, and how much work is left.
class Run {
public:
    Run(const std::vector<Json> &schemas, const std::unordered_map<std::string, Pattern> &patterns,
        size_t limit);

    const std::vector<Json> &schemas;
    std::vector<Problem> problems;

    /// Ends the validation, with a problem, when it has taken too much work.
    void work(const Place &place, size_t amount = 1);
    void enter(const Place &place);
    void leave() { --depth_; }
    bool matches(const std::string &pattern, const std::string &text, const Place &place);
    void report(std::string pointer, std::string reason);

    /// Thrown when there is nothing more to find out.
    struct Finished {};

private:
    [[noreturn]] void stop(const Place &place, std::string reason);

    const std::unordered_map<std::string, Pattern> &patterns_;
    const size_t limit_;
    size_t depth_ = 0;
    size_t work_ = 0;
    double deadline_;
};

/// Checks one value against the constraints that valijson has read from a schema.
///
/// It stands in for valijson's own visitor, which has no bounds on depth, time and regular
/// expressions, and whose reports name places in words.
class Checker final : public valijson::constraints::ConstraintVisitor {
public:
    /// Without `reports` the first problem decides and nothing is noted.
    Checker(Run &run, const Json &value, const Place &place, bool reports)
        : run_(run), value_(value), place_(place), reports_(reports) {}

    /// Whether the value fits.
    bool check(const valijson::Subschema &schema);

    bool visit(const AllOfConstraint &) override;
    bool visit(const AnyOfConstraint &) override;
    bool visit(const ConditionalConstraint &) override;
    bool visit(const ConstConstraint &) override;
    bool visit(const ContainsConstraint &) override;
    bool visit(const DependenciesConstraint &) override;
    bool visit(const EnumConstraint &) override;
    bool visit(const FormatConstraint &) override;
    bool visit(const LinearItemsConstraint &) override;
    bool visit(const MaximumConstraint &) override;
    bool visit(const MaxItemsConstraint &) override;
    bool visit(const MaxLengthConstraint &) override;
    bool visit(const MaxPropertiesConstraint &) override;
    bool visit(const MinimumConstraint &) override;
    bool visit(const MinItemsConstraint &) override;
    bool visit(const MinLengthConstraint &) override;
    bool visit(const MinPropertiesConstraint &) override;
    bool visit(const MultipleOfDoubleConstraint &) override;
    bool visit(const MultipleOfIntConstraint &) override;
    bool visit(const NotConstraint &) override;
    bool visit(const OneOfConstraint &) override;
    bool visit(const PatternConstraint &) override;
    bool visit(const PolyConstraint &) override;
    bool visit(const PropertiesConstraint &) override;
    bool visit(const PropertyNamesConstraint &) override;
    bool visit(const RequiredConstraint &) override;
    bool visit(const SingularItemsConstraint &) override;
    bool visit(const TypeConstraint &) override;
    bool visit(const UniqueItemsConstraint &) override;

private:
    /// The flattened schema whose constraints are being visited.
    const Json &schema() const { return run_.schemas[number_]; }

    /// Checks the same value against another schema.
    bool fits(const valijson::Subschema &schema, bool reports) const;
    bool memberFits(const std::string &key, const Json &member,
                    const valijson::Subschema &schema) const;
    bool elementFits(size_t index, const valijson::Subschema &schema, bool reports) const;
    bool equals(const Json &wanted) const;
    size_t length() const;
    bool isMultiple(long double divisor) const;

    /// Notes the reason unless `isGood`, which it returns.
    bool expect(bool isGood, const std::string &reason) const;
    bool expectMember(const std::string &key, bool isGood, const std::string &reason) const;

    Run &run_;
    const Json &value_;
    const Place &place_;
    const bool reports_;
    size_t number_ = 0;
};

} // namespace cvalijson
