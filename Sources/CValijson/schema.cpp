#include "cvalijson.h"

#include "Checker.hpp"
#include "Flattener.hpp"
#include "Valijson.hpp"

#include <pthread.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string_view>

using cvalijson::Json;

struct cvalijson_schema {
    valijson::Schema parsed;
    std::vector<Json> schemas;
    std::unordered_map<std::string, cvalijson::Pattern> patterns;
};

namespace {

/// Arrays and objects inside each other, in schemas and documents.
constexpr int mostNesting = 512;
/// Bytes of stack for valijson's parser, which recurses from schema to schema; only what is used
/// of it takes memory.
constexpr size_t parserStack = size_t{256} << 20;

void fill(cvalijson_error *error, std::string_view message) {
    size_t length = std::min(message.size(), sizeof error->message - 1);
    while (length < message.size() && length > 0 &&
           (static_cast<unsigned char>(message[length]) & 0xC0) == 0x80) {
        --length;
    }
    std::memcpy(error->message, message.data(), length);
    error->message[length] = '\0';
}

Json parsed(const char *text, size_t length) {
    const auto guard = [](int depth, Json::parse_event_t, Json &) {
        if (depth > mostNesting) throw std::runtime_error("nested too deep");
        return true;
    };
    try {
        return Json::parse(text, text + length, guard);
    } catch (const Json::parse_error &failure) {
        throw std::runtime_error("not JSON at byte " + std::to_string(failure.byte));
    }
}

/// What a thread with a large stack is to do, and how it went.
struct Parsing {
    const Json &document;
    valijson::Schema &schema;
    std::exception_ptr failure;
};

void *parse(void *context) {
    auto &parsing = *static_cast<Parsing *>(context);
    try {
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter adapter(parsing.document);
        parser.populateSchema(adapter, parsing.schema);
    } catch (...) {
        parsing.failure = std::current_exception();
    }
    return nullptr;
}

void parse(const Json &document, valijson::Schema &schema) {
    Parsing parsing{document, schema, nullptr};
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) throw std::bad_alloc();
    pthread_t thread{};
    const bool isStarted = pthread_attr_setstacksize(&attributes, parserStack) == 0 &&
                           pthread_create(&thread, &attributes, parse, &parsing) == 0;
    pthread_attr_destroy(&attributes);
    if (!isStarted) throw std::runtime_error("no thread could be started to read the schema");
    pthread_join(thread, nullptr);
    if (parsing.failure) std::rethrow_exception(parsing.failure);
}

void put(std::string &list, const std::string &text) {
    const auto length = static_cast<uint32_t>(text.size());
    list.append(reinterpret_cast<const char *>(&length), sizeof length);
    list += text;
}

} // namespace

extern "C" cvalijson_schema *cvalijson_compile(const char *text, size_t length,
                                               cvalijson_error *error) {
    try {
        const Json root = parsed(text, length);
        cvalijson::Flattener flattener(root);
        auto schema = std::make_unique<cvalijson_schema>();
        parse(flattener.document(), schema->parsed);
        schema->schemas = flattener.takeSchemas();
        schema->patterns = flattener.takePatterns();
        return schema.release();
    } catch (const std::bad_alloc &) {
        fill(error, "not enough memory");
    } catch (const std::exception &failure) {
        fill(error, failure.what());
    } catch (...) {
        fill(error, "the schema cannot be read");
    }
    return nullptr;
}

extern "C" void cvalijson_release(cvalijson_schema *schema) { delete schema; }

extern "C" int cvalijson_validate(const cvalijson_schema *schema, const char *text, size_t length,
                                  size_t limit, uint8_t **list, size_t *list_length,
                                  cvalijson_error *error) {
    *list = nullptr;
    *list_length = 0;
    try {
        const Json document = parsed(text, length);
        cvalijson::Run run(schema->schemas, schema->patterns, limit);
        const cvalijson::Place root{};
        try {
            cvalijson::Checker(run, document, root, true).check(schema->parsed);
        } catch (const cvalijson::Run::Finished &) {
            // The problems so far are all there are to tell.
        }
        if (run.problems.empty()) return 0;
        std::string written;
        for (const auto &problem : run.problems) {
            put(written, problem.pointer);
            put(written, problem.reason);
        }
        *list = static_cast<uint8_t *>(std::malloc(written.size()));
        if (*list == nullptr) throw std::bad_alloc();
        std::memcpy(*list, written.data(), written.size());
        *list_length = written.size();
        return static_cast<int>(run.problems.size());
    } catch (const std::bad_alloc &) {
        fill(error, "not enough memory");
    } catch (const std::exception &failure) {
        fill(error, failure.what());
    } catch (...) {
        fill(error, "the document cannot be read");
    }
    return -1;
}

extern "C" void cvalijson_release_list(uint8_t *list) { std::free(list); }
