#include "Checker.hpp"

#include "Equality.hpp"
#include "Format.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace cvalijson {

namespace {

/// Schemas inside each other in one validation; a record has at most 160 levels.
constexpr size_t mostDepth = 800;
/// Values looked at in one validation.
constexpr size_t mostWork = 30'000'000;
/// Seconds of processor time of one validation.
constexpr double mostSeconds = 2;

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::string kindName(const Json &value) {
    switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return "a boolean";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return "an integer";
    case Json::value_t::number_float: return "a number";
    case Json::value_t::string: return "a string";
    case Json::value_t::array: return "an array";
    default: return "an object";
    }
}

/// At most so many bytes of a text, cut between characters.
std::string shortened(const std::string &text, size_t length) {
    if (text.size() <= length) return text;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    return text.substr(0, length) + "…";
}

/// A value of the schema, for messages.
std::string shown(const Json &value) {
    return shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace), 80);
}

std::string counted(uint64_t count, const char *one, const char *many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

template <typename Text> std::string plain(const Text &text) { return std::string(text.c_str()); }

void append(std::string &pointer, const std::string &key) {
    pointer += '/';
    for (const char byte : key) {
        if (byte == '~') {
            pointer += "~0";
        } else if (byte == '/') {
            pointer += "~1";
        } else {
            pointer += byte;
        }
    }
}

bool isInteger(const Json &value) {
    if (!value.is_number_float()) return value.is_number_integer();
    const double number = value.get<double>();
    return std::isfinite(number) && std::floor(number) == number;
}

} // namespace

std::string Place::pointer() const {
    std::vector<const Place *> chain;
    for (const Place *place = this; place->above != nullptr; place = place->above) {
        chain.push_back(place);
    }
    std::string pointer;
    for (auto place = chain.rbegin(); place != chain.rend(); ++place) {
        append(pointer, (*place)->key ? *(*place)->key : std::to_string((*place)->index));
    }
    return pointer;
}

std::string Place::pointer(const std::string &member) const {
    std::string pointer = this->pointer();
    append(pointer, member);
    return pointer;
}

Run::Run(const std::vector<Json> &schemas,
         const std::unordered_map<std::string, Pattern> &patterns, size_t limit)
    : schemas(schemas), patterns_(patterns), limit_(limit),
      deadline_(processorSeconds() + mostSeconds) {}

void Run::report(std::string pointer, std::string reason) {
    for (const Problem &problem : problems) {
        if (problem.pointer == pointer && problem.reason == reason) return;
    }
    problems.push_back({std::move(pointer), std::move(reason)});
    if (problems.size() >= limit_) throw Finished();
}

void Run::stop(const Place &place, std::string reason) {
    if (problems.size() < limit_) report(place.pointer(), std::move(reason));
    throw Finished();
}

void Run::work(const Place &place, size_t amount) {
    const size_t before = work_ >> 16;
    work_ += amount;
    if (work_ > mostWork || (work_ >> 16 != before && processorSeconds() > deadline_)) {
        stop(place, "checking the record against the sheet's schema takes too long");
    }
}

void Run::enter(const Place &place) {
    if (++depth_ > mostDepth) stop(place, "the sheet's schema nests too deep for this record");
    work(place);
}

bool Run::matches(const std::string &pattern, const std::string &text, const Place &place) {
    work(place, 16 + text.size() / 64);
    switch (patterns_.at(pattern).search(text)) {
    case Pattern::Outcome::found: return true;
    case Pattern::Outcome::absent: break;
    case Pattern::Outcome::tooCostly:
        stop(place, "finding out whether it matches the pattern \"" + shortened(pattern, 80) +
                        "\" takes too long");
    }
    if (processorSeconds() > deadline_) {
        stop(place, "checking the record against the sheet's schema takes too long");
    }
    return false;
}

bool Checker::check(const valijson::Subschema &schema) {
    run_.enter(place_);
    bool isGood = expect(!schema.getAlwaysInvalid(), "nothing is allowed here");
    // The description is the number that the flattener gave the schema.
    if (schema.hasDescription()) number_ = std::stoul(schema.getDescription());
    valijson::Subschema::ApplyFunction visitOne =
        [this](const valijson::constraints::Constraint &constraint) {
            return constraint.accept(*this);
        };
    if (isGood) isGood = reports_ ? schema.apply(visitOne) : schema.applyStrict(visitOne);
    run_.leave();
    return isGood;
}

bool Checker::fits(const valijson::Subschema &schema, bool reports) const {
    return Checker(run_, value_, place_, reports).check(schema);
}

bool Checker::memberFits(const std::string &key, const Json &member,
                         const valijson::Subschema &schema) const {
    const Place inner{&place_, &key};
    return Checker(run_, member, inner, reports_).check(schema);
}

bool Checker::elementFits(size_t index, const valijson::Subschema &schema, bool reports) const {
    const Place inner{&place_, nullptr, index};
    return Checker(run_, value_[index], inner, reports).check(schema);
}

bool Checker::expect(bool isGood, const std::string &reason) const {
    if (!isGood && reports_) run_.report(place_.pointer(), reason);
    return isGood;
}

bool Checker::expectMember(const std::string &key, bool isGood, const std::string &reason) const {
    if (!isGood && reports_) run_.report(place_.pointer(key), reason);
    return isGood;
}

bool Checker::equals(const Json &wanted) const {
    return compared(value_, wanted, [this] { run_.work(place_); }) == 0;
}

bool Checker::visit(const AllOfConstraint &constraint) {
    bool isGood = true;
    constraint.applyToSubschemas([&](unsigned, const valijson::Subschema *schema) {
        isGood = fits(*schema, reports_) && isGood;
        return isGood || reports_;
    });
    return isGood;
}

bool Checker::visit(const AnyOfConstraint &constraint) {
    bool isGood = false;
    constraint.applyToSubschemas([&](unsigned, const valijson::Subschema *schema) {
        isGood = fits(*schema, false);
        return !isGood;
    });
    return expect(isGood, "fits none of the forms that are allowed here (anyOf)");
}

bool Checker::visit(const ConditionalConstraint &constraint) {
    const bool holds = fits(*constraint.getIfSubschema(), false);
    const valijson::Subschema *schema =
        holds ? constraint.getThenSubschema() : constraint.getElseSubschema();
    return schema == nullptr || fits(*schema, reports_);
}

bool Checker::visit(const ConstConstraint &) {
    const Json &wanted = schema().at("const");
    return expect(equals(wanted), "must be " + shown(wanted));
}

bool Checker::visit(const ContainsConstraint &constraint) {
    if (!value_.is_array()) return true;
    for (size_t index = 0; index < value_.size(); ++index) {
        if (elementFits(index, *constraint.getSubschema(), false)) return true;
    }
    return expect(false, "no element is of the form that one must have (contains)");
}

bool Checker::visit(const DependenciesConstraint &constraint) {
    if (!value_.is_object()) return true;
    bool isGood = true;
    constraint.applyToPropertyDependencies([&](const auto &name, const auto &wanted) {
        if (value_.contains(plain(name))) {
            for (const auto &other : wanted) {
                const std::string key = plain(other);
                const bool isThere = expectMember(key, value_.contains(key),
                                                  "is missing; it must be there because `" +
                                                      shortened(plain(name), 80) + "` is");
                isGood = isThere && isGood;
            }
        }
        return isGood || reports_;
    });
    constraint.applyToSchemaDependencies([&](const auto &name, const valijson::Subschema *schema) {
        if (value_.contains(plain(name))) isGood = fits(*schema, reports_) && isGood;
        return isGood || reports_;
    });
    return isGood;
}

bool Checker::visit(const EnumConstraint &) {
    const Json &values = schema().at("enum");
    const bool isGood = std::any_of(values.begin(), values.end(),
                                    [this](const Json &wanted) { return equals(wanted); });
    if (isGood || !reports_) return isGood;
    std::string list;
    for (size_t index = 0; index < values.size() && index < 10; ++index) {
        list += (index > 0 ? ", " : "") + shown(values[index]);
    }
    return expect(false, "must be one of " + list + (values.size() > 10 ? ", …" : ""));
}

bool Checker::visit(const FormatConstraint &constraint) {
    if (!value_.is_string()) return true;
    const auto &text = value_.get_ref<const std::string &>();
    run_.work(place_, 16 + text.size() / 64);
    return expect(hasFormat(text, constraint.getFormat()),
                  "must be a text of the format " + constraint.getFormat());
}

bool Checker::visit(const LinearItemsConstraint &constraint) {
    if (!value_.is_array()) return true;
    bool isGood = true;
    constraint.applyToItemSubschemas([&](unsigned index, const valijson::Subschema *schema) {
        if (index >= value_.size()) return false;
        isGood = elementFits(index, *schema, reports_) && isGood;
        return isGood || reports_;
    });
    const size_t count = constraint.getItemSubschemaCount();
    if (count >= value_.size()) return isGood;
    const valijson::Subschema *others = constraint.getAdditionalItemsSubschema();
    if (others == nullptr) {
        return expect(false, "has " + counted(value_.size(), "element", "elements") +
                                 ", at most " + std::to_string(count) + " are allowed") && isGood;
    }
    for (size_t index = count; index < value_.size() && (isGood || reports_); ++index) {
        isGood = elementFits(index, *others, reports_) && isGood;
    }
    return isGood;
}

bool Checker::visit(const SingularItemsConstraint &constraint) {
    const valijson::Subschema *schema = constraint.getItemsSubschema();
    if (!value_.is_array() || schema == nullptr) return true;
    bool isGood = true;
    for (size_t index = 0; index < value_.size() && (isGood || reports_); ++index) {
        isGood = elementFits(index, *schema, reports_) && isGood;
    }
    return isGood;
}

bool Checker::visit(const MaximumConstraint &constraint) {
    if (!value_.is_number()) return true;
    const bool isStrict = constraint.getExclusiveMaximum();
    const Json &bound = schema().at(isStrict ? "exclusiveMaximum" : "maximum");
    const long double number = exact(value_);
    const bool isGood = isStrict ? number < exact(bound) : number <= exact(bound);
    return expect(isGood, (isStrict ? "must be less than " : "must be at most ") + shown(bound));
}

bool Checker::visit(const MinimumConstraint &constraint) {
    if (!value_.is_number()) return true;
    const bool isStrict = constraint.getExclusiveMinimum();
    const Json &bound = schema().at(isStrict ? "exclusiveMinimum" : "minimum");
    const long double number = exact(value_);
    const bool isGood = isStrict ? number > exact(bound) : number >= exact(bound);
    return expect(isGood,
                  (isStrict ? "must be greater than " : "must be at least ") + shown(bound));
}

bool Checker::visit(const MaxItemsConstraint &constraint) {
    if (!value_.is_array()) return true;
    return expect(value_.size() <= constraint.getMaxItems(),
                  "has " + counted(value_.size(), "element", "elements") + ", at most " +
                      std::to_string(constraint.getMaxItems()) + " are allowed");
}

bool Checker::visit(const MinItemsConstraint &constraint) {
    if (!value_.is_array()) return true;
    return expect(value_.size() >= constraint.getMinItems(),
                  "has " + counted(value_.size(), "element", "elements") + ", at least " +
                      std::to_string(constraint.getMinItems()) + " must be there");
}

size_t Checker::length() const {
    const auto &text = value_.get_ref<const std::string &>();
    run_.work(place_, text.size() / 64);
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    }));
}

bool Checker::visit(const MaxLengthConstraint &constraint) {
    if (!value_.is_string()) return true;
    const size_t count = length();
    return expect(count <= constraint.getMaxLength(),
                  "has " + counted(count, "character", "characters") + ", at most " +
                      std::to_string(constraint.getMaxLength()) + " are allowed");
}

bool Checker::visit(const MinLengthConstraint &constraint) {
    if (!value_.is_string()) return true;
    const size_t count = length();
    return expect(count >= constraint.getMinLength(),
                  "has " + counted(count, "character", "characters") + ", at least " +
                      std::to_string(constraint.getMinLength()) + " must be there");
}

bool Checker::visit(const MaxPropertiesConstraint &constraint) {
    if (!value_.is_object()) return true;
    return expect(value_.size() <= constraint.getMaxProperties(),
                  "has " + counted(value_.size(), "field", "fields") + ", at most " +
                      std::to_string(constraint.getMaxProperties()) + " are allowed");
}

bool Checker::visit(const MinPropertiesConstraint &constraint) {
    if (!value_.is_object()) return true;
    return expect(value_.size() >= constraint.getMinProperties(),
                  "has " + counted(value_.size(), "field", "fields") + ", at least " +
                      std::to_string(constraint.getMinProperties()) + " must be there");
}

/// Decimal fractions such as 0.01 have no exact double, so a quotient may be a few units in the
/// last place away from the whole number that is meant.
bool Checker::isMultiple(long double divisor) const {
    const long double number = exact(value_);
    if (std::fmod(number, divisor) == 0) return true;
    const auto quotient = static_cast<double>(number / divisor);
    if (!std::isfinite(quotient)) return false;
    const double distance = std::fabs(quotient - std::nearbyint(quotient));
    const bool isWhole = std::floor(divisor) == divisor && std::floor(number) == number;
    return !isWhole && distance <= 4 * std::numeric_limits<double>::epsilon() * std::fabs(quotient);
}

bool Checker::visit(const MultipleOfDoubleConstraint &) {
    if (!value_.is_number()) return true;
    const Json &divisor = schema().at("multipleOf");
    return expect(isMultiple(exact(divisor)), "must be a multiple of " + shown(divisor));
}

bool Checker::visit(const MultipleOfIntConstraint &) {
    if (!value_.is_number()) return true;
    const Json &divisor = schema().at("multipleOf");
    return expect(isMultiple(exact(divisor)), "must be a multiple of " + shown(divisor));
}

bool Checker::visit(const NotConstraint &constraint) {
    const valijson::Subschema *schema = constraint.getSubschema();
    return expect(schema != nullptr && !fits(*schema, false),
                  "has a form that is not allowed (not)");
}

bool Checker::visit(const OneOfConstraint &constraint) {
    size_t count = 0;
    constraint.applyToSubschemas([&](unsigned, const valijson::Subschema *schema) {
        if (fits(*schema, false)) ++count;
        return count < 2;
    });
    return expect(count == 1,
                  count == 0 ? "fits none of the forms that are allowed here (oneOf)"
                             : "fits more than one of the forms that exclude each other (oneOf)");
}

bool Checker::visit(const PatternConstraint &) {
    if (!value_.is_string()) return true;
    const auto &pattern = schema().at("pattern").get_ref<const std::string &>();
    return expect(run_.matches(pattern, value_.get_ref<const std::string &>(), place_),
                  "does not match the pattern \"" + shortened(pattern, 200) + "\"");
}

/// For constraints that an application adds to valijson; this one adds none.
bool Checker::visit(const PolyConstraint &) { return true; }

bool Checker::visit(const PropertiesConstraint &constraint) {
    if (!value_.is_object()) return true;
    std::unordered_map<std::string, const valijson::Subschema *> named;
    constraint.applyToProperties([&](const auto &name, const valijson::Subschema *schema) {
        if (value_.contains(plain(name))) named.emplace(plain(name), schema);
        return true;
    });
    bool isGood = true;
    const valijson::Subschema *others = constraint.getAdditionalPropertiesSubschema();
    for (const auto &[key, member] : value_.items()) {
        bool isKnown = false;
        if (const auto schema = named.find(key); schema != named.end()) {
            isKnown = true;
            isGood = memberFits(key, member, *schema->second) && isGood;
        }
        const auto visitPattern = [&](const auto &name, const valijson::Subschema *schema) {
            if (run_.matches(plain(name), key, place_)) {
                isKnown = true;
                isGood = memberFits(key, member, *schema) && isGood;
            }
            return isGood || reports_;
        };
        constraint.applyToPatternProperties(visitPattern);
        if (!isKnown && others == nullptr) {
            isGood = expectMember(key, false, "is no field that is allowed here") && isGood;
        } else if (!isKnown) {
            isGood = memberFits(key, member, *others) && isGood;
        }
        if (!isGood && !reports_) return false;
    }
    return isGood;
}

bool Checker::visit(const PropertyNamesConstraint &constraint) {
    if (!value_.is_object()) return true;
    bool isGood = true;
    for (const auto &entry : value_.items()) {
        const Json name = entry.key();
        const bool isAllowed = Checker(run_, name, place_, false).check(*constraint.getSubschema());
        isGood = expectMember(entry.key(), isAllowed,
                              "no field may have such a name here (propertyNames)") && isGood;
        if (!isGood && !reports_) return false;
    }
    return isGood;
}

bool Checker::visit(const RequiredConstraint &constraint) {
    if (!value_.is_object()) return true;
    bool isGood = true;
    constraint.applyToRequiredProperties([&](const auto &name) {
        const std::string key = plain(name);
        isGood = expectMember(key, value_.contains(key), "is missing") && isGood;
        return isGood || reports_;
    });
    return isGood;
}

bool Checker::visit(const TypeConstraint &constraint) {
    using Kind = valijson::constraints::TypeConstraint::JsonType;
    bool isGood = false;
    constraint.applyToNamedTypes([&](Kind kind) {
        switch (kind) {
        case Kind::kAny: isGood = true; break;
        case Kind::kArray: isGood = value_.is_array(); break;
        case Kind::kBoolean: isGood = value_.is_boolean(); break;
        case Kind::kInteger: isGood = isInteger(value_); break;
        case Kind::kNull: isGood = value_.is_null(); break;
        case Kind::kNumber: isGood = value_.is_number(); break;
        case Kind::kObject: isGood = value_.is_object(); break;
        case Kind::kString: isGood = value_.is_string(); break;
        }
        return !isGood;
    });
    if (isGood || !reports_) return isGood;
    const Json &wanted = schema().at("type");
    std::string names;
    for (const Json &name : wanted.is_array() ? wanted : Json::array({wanted})) {
        names += (names.empty() ? "" : " or ") + name.get<std::string>();
    }
    return expect(false, "is " + kindName(value_) + ", must be of type " + names);
}

bool Checker::visit(const UniqueItemsConstraint &) {
    if (!value_.is_array() || value_.size() < 2) return true;
    const auto work = [this] { run_.work(place_); };
    std::vector<size_t> order(value_.size());
    for (size_t index = 0; index < order.size(); ++index) order[index] = index;
    std::sort(order.begin(), order.end(), [&](size_t left, size_t right) {
        const int difference = compared(value_[left], value_[right], work);
        return difference < 0 || (difference == 0 && left < right);
    });
    for (size_t index = 1; index < order.size(); ++index) {
        if (compared(value_[order[index - 1]], value_[order[index]], work) != 0) continue;
        const Place inner{&place_, nullptr, order[index]};
        if (reports_) {
            run_.report(inner.pointer(), "is the same as element " +
                                             std::to_string(order[index - 1]) +
                                             ", all must differ (counted from 0)");
        }
        return false;
    }
    return true;
}

} // namespace cvalijson
