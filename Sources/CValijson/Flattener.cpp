#include "Flattener.hpp"

#include "Format.hpp"
#include "Uri.hpp"

#include <cmath>
#include <stdexcept>

namespace cvalijson {

namespace {

/// Schemas in a schema. valijson's parser may recurse once for each.
constexpr size_t mostSchemas = 2'000;

[[noreturn]] void refuse(const std::string &reason) { throw std::runtime_error(reason); }

const Json *find(const Json &schema, const char *keyword) {
    const auto found = schema.find(keyword);
    return found == schema.end() ? nullptr : &*found;
}

bool isSchema(const Json &value) { return value.is_object() || value.is_boolean(); }

const Json *referenceOf(const Json &schema) {
    const Json *reference = schema.is_object() ? find(schema, "$ref") : nullptr;
    return reference != nullptr && reference->is_string() ? reference : nullptr;
}

constexpr const char *singles[] = {"additionalItems", "additionalProperties", "contains", "else",
                                   "if", "items", "not", "propertyNames", "then"};
constexpr const char *lists[] = {"allOf", "anyOf", "items", "oneOf"};
constexpr const char *maps[] = {"definitions", "dependencies", "patternProperties", "properties"};

/// The schemas directly inside a schema.
template <typename Function> void forEachInside(const Json &schema, const Function &function) {
    for (const char *keyword : singles) {
        const Json *value = find(schema, keyword);
        if (value != nullptr && isSchema(*value)) function(*value);
    }
    for (const char *keyword : lists) {
        const Json *values = find(schema, keyword);
        if (values == nullptr || !values->is_array()) continue;
        for (const Json &value : *values) {
            if (isSchema(value)) function(value);
        }
    }
    for (const char *keyword : maps) {
        const Json *values = find(schema, keyword);
        if (values == nullptr || !values->is_object()) continue;
        for (const Json &value : *values) {
            if (isSchema(value)) function(value);
        }
    }
}

/// The number as an integer if it is whole, as draft 7 wants counts to be read.
Json whole(const Json &value, const char *keyword) {
    const double limit = 0x1p53;
    if (value.is_number_integer() && value >= 0 && value <= INT64_MAX) return value;
    if (value.is_number_float()) {
        const double number = value.get<double>();
        if (number >= 0 && number <= limit && std::floor(number) == number) {
            return static_cast<int64_t>(number);
        }
    }
    refuse(std::string("`") + keyword + "` must be a whole number that is not negative");
}

/// valijson keeps names as C strings.
void checkName(const std::string &name) {
    if (name.find('\0') != std::string::npos) refuse("a name in the schema holds U+0000");
}

void checkNames(const Json &names, const char *keyword) {
    if (!names.is_array()) refuse(std::string("`") + keyword + "` must be an array of names");
    for (const Json &name : names) {
        if (!name.is_string()) refuse(std::string("`") + keyword + "` must hold names only");
        checkName(name.get_ref<const std::string &>());
    }
}

void checkType(const Json &type) {
    static const std::set<std::string> known = {"array",  "boolean", "integer", "null",
                                                "number", "object",  "string"};
    const Json list = type.is_array() ? type : Json::array({type});
    if (list.empty()) refuse("`type` names no type");
    for (const Json &name : list) {
        if (!name.is_string() || known.count(name.get_ref<const std::string &>()) == 0) {
            refuse("`type` names no type of JSON: " + name.dump().substr(0, 100));
        }
    }
}

} // namespace

Flattener::Flattener(const Json &root) : root_(root) {
    if (!isSchema(root)) refuse("a schema is an object, true or false");
    survey(root, "");
    number(root);
    for (size_t index = 0; index < found_.size(); ++index) {
        schemas_.push_back(flattened(*found_[index]));
        if (schemas_[index].is_object()) schemas_[index]["description"] = std::to_string(index);
    }
}

Json Flattener::document() const {
    Json definitions = Json::object();
    for (size_t index = 0; index < schemas_.size(); ++index) {
        definitions[std::to_string(index)] = schemas_[index];
    }
    return {{"$ref", "#/definitions/0"}, {"definitions", std::move(definitions)}};
}

void Flattener::survey(const Json &schema, const std::string &base) {
    std::vector<std::pair<const Json *, std::string>> open = {{&schema, base}};
    while (!open.empty()) {
        auto [inner, scope] = open.back();
        open.pop_back();
        if (bases_.count(inner) > 0) continue;
        if (inner->is_object() && referenceOf(*inner) == nullptr) {
            const Json *id = find(*inner, "$id");
            if (id != nullptr && id->is_string()) {
                const std::string name = resolvedUri(scope, id->get<std::string>());
                const std::string fragment = fragmentOf(name);
                if (fragment.empty()) scope = withoutFragment(name);
                const std::string anchor = fragment.empty() ? "" : "#" + fragment;
                named_.emplace(withoutFragment(name) + anchor, inner);
            }
        }
        bases_[inner] = scope;
        if (bases_.size() > mostSchemas) {
            refuse("more than " + std::to_string(mostSchemas) + " schemas in one");
        }
        if (inner->is_object()) {
            forEachInside(*inner, [&](const Json &child) { open.emplace_back(&child, scope); });
        }
    }
}

size_t Flattener::number(const Json &schema) {
    const Json &meant = referent(schema);
    const auto [place, isNew] = numbers_.emplace(&meant, found_.size());
    if (isNew) found_.push_back(&meant);
    return place->second;
}

const Json &Flattener::referent(const Json &schema) {
    const Json *meant = &schema;
    std::set<const Json *> passed;
    while (const Json *reference = referenceOf(*meant)) {
        const auto &text = reference->get_ref<const std::string &>();
        if (!passed.insert(meant).second) {
            refuse("the $ref \"" + text.substr(0, 100) + "\" leads back to itself");
        }
        meant = &target(text, *meant);
    }
    return *meant;
}

const Json &Flattener::target(const std::string &reference, const Json &schema) {
    const std::string quoted = "the $ref \"" + reference.substr(0, 100) + "\" ";
    const std::string uri = resolvedUri(bases_.at(&schema), reference);
    const std::string document = withoutFragment(uri);
    const std::string fragment = fragmentOf(uri);
    const auto anchor = named_.find(document + "#" + fragment);
    if (!fragment.empty() && anchor != named_.end()) return *anchor->second;
    const auto resource = named_.find(document);
    const Json *place = resource != named_.end() ? resource->second : &root_;
    if (resource == named_.end() && document != bases_.at(&root_)) {
        refuse(quoted + "leads out of the schema; only references inside it are followed");
    }
    const std::string base = bases_.at(place);
    if (!fragment.empty()) {
        try {
            place = &place->at(Json::json_pointer(fragment));
        } catch (const Json::exception &) {
            refuse(quoted + "leads nowhere");
        }
    }
    if (!isSchema(*place)) refuse(quoted + "leads to something that is no schema");
    if (bases_.count(place) == 0) survey(*place, base);
    return *place;
}

Json Flattener::reference(const Json &schema) {
    if (!isSchema(schema)) {
        refuse("a schema is an object, true or false, not " + schema.dump().substr(0, 100));
    }
    // A value that no keyword leads to may be meant all the same; it has the base of its parent.
    return {{"$ref", "#/definitions/" + std::to_string(number(schema))}};
}

Json Flattener::references(const Json &schemas, const char *keyword) {
    if (!schemas.is_array()) refuse(std::string("`") + keyword + "` must be an array of schemas");
    Json list = Json::array();
    for (const Json &schema : schemas) list.push_back(reference(schema));
    return list;
}

Json Flattener::members(const Json &schemas, const char *keyword) {
    if (!schemas.is_object()) refuse(std::string("`") + keyword + "` must be an object of schemas");
    Json members = Json::object();
    for (const auto &[name, schema] : schemas.items()) {
        checkName(name);
        members[name] = reference(schema);
    }
    return members;
}

void Flattener::addPattern(const std::string &text) {
    checkName(text);
    if (patterns_.count(text) == 0) patterns_.emplace(text, Pattern(text));
}

Json Flattener::flattened(const Json &schema) {
    if (schema.is_boolean()) return schema;
    Json flat = Json::object();
    copyAssertions(schema, flat);
    copyApplicators(schema, flat);
    return flat;
}

void Flattener::copyAssertions(const Json &schema, Json &flat) {
    for (const char *keyword : {"maxItems", "maxLength", "maxProperties", "minItems", "minLength",
                                "minProperties"}) {
        if (const Json *value = find(schema, keyword)) flat[keyword] = whole(*value, keyword);
    }
    for (const char *keyword : {"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum",
                                "multipleOf"}) {
        const Json *value = find(schema, keyword);
        if (value == nullptr) continue;
        if (!value->is_number()) refuse(std::string("`") + keyword + "` must be a number");
        flat[keyword] = *value;
    }
    if (const Json *divisor = find(flat, "multipleOf")) {
        if (divisor->get<double>() <= 0) refuse("`multipleOf` must be greater than 0");
    }
    if (const Json *value = find(schema, "const")) flat["const"] = *value;
    if (const Json *values = find(schema, "enum")) {
        if (!values->is_array()) refuse("`enum` must be an array of values");
        flat["enum"] = *values;
    }
    if (const Json *format = find(schema, "format")) {
        if (!format->is_string()) refuse("`format` must be a string");
        if (isKnownFormat(format->get_ref<const std::string &>())) flat["format"] = *format;
    }
    if (const Json *text = find(schema, "pattern")) {
        if (!text->is_string()) refuse("`pattern` must be a string");
        addPattern(text->get<std::string>());
        flat["pattern"] = *text;
    }
    if (const Json *names = find(schema, "required")) {
        checkNames(*names, "required");
        flat["required"] = *names;
    }
    if (const Json *type = find(schema, "type")) {
        checkType(*type);
        flat["type"] = *type;
    }
    if (const Json *flag = find(schema, "uniqueItems")) {
        if (!flag->is_boolean()) refuse("`uniqueItems` must be true or false");
        flat["uniqueItems"] = *flag;
    }
}

void Flattener::copyApplicators(const Json &schema, Json &flat) {
    for (const char *keyword : {"contains", "else", "if", "not", "propertyNames", "then"}) {
        if (const Json *value = find(schema, keyword)) flat[keyword] = reference(*value);
    }
    // These two are told apart from other schemas by valijson when they are false.
    for (const char *keyword : {"additionalItems", "additionalProperties"}) {
        const Json *value = find(schema, keyword);
        if (value == nullptr) continue;
        flat[keyword] = value->is_boolean() ? *value : reference(*value);
    }
    for (const char *keyword : {"allOf", "anyOf", "oneOf"}) {
        const Json *values = find(schema, keyword);
        if (values != nullptr) flat[keyword] = references(*values, keyword);
    }
    if (const Json *items = find(schema, "items")) {
        flat["items"] = items->is_array() ? references(*items, "items") : reference(*items);
    }
    for (const char *keyword : {"patternProperties", "properties"}) {
        if (const Json *values = find(schema, keyword)) flat[keyword] = members(*values, keyword);
    }
    if (const Json *values = find(flat, "patternProperties")) {
        for (const auto &entry : values->items()) addPattern(entry.key());
    }
    const Json *dependencies = find(schema, "dependencies");
    if (dependencies == nullptr) return;
    if (!dependencies->is_object()) refuse("`dependencies` must be an object");
    Json flatDependencies = Json::object();
    for (const auto &[name, value] : dependencies->items()) {
        checkName(name);
        if (value.is_array()) checkNames(value, "dependencies");
        flatDependencies[name] = value.is_array() ? value : reference(value);
    }
    flat["dependencies"] = std::move(flatDependencies);
}

} // namespace cvalijson
