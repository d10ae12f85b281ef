#include "ctomlplusplus.h"

namespace {

/// toml++ found itself in a state it thought impossible.
struct Confused {};

[[noreturn]] void confused() { throw Confused(); }

} // namespace

// Some malformed texts trip assertions of toml++ 3.3. A text from outside must end neither the
// process (assert) nor the rules of the language (with NDEBUG toml++ assumes what it asserts).
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : confused())
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

/// A growing byte buffer that C can own: `malloc`ed, handed over whole.
class Tape {
public:
    explicit Tape(size_t capacity) { grow(capacity); }
    Tape(const Tape &) = delete;
    Tape &operator=(const Tape &) = delete;
    ~Tape() { std::free(bytes_); }

    size_t size() const { return size_; }

    template <typename Value> void put(Value value) { raw(&value, sizeof value); }

    void text(std::string_view value) {
        put(static_cast<uint32_t>(value.size()));
        raw(value.data(), value.size());
    }

    /// Leaves room for a count of bytes that is known later.
    size_t mark() {
        put(uint32_t{0});
        return size_;
    }

    void close(size_t mark) {
        auto length = static_cast<uint32_t>(size_ - mark);
        std::memcpy(bytes_ + mark - sizeof length, &length, sizeof length);
    }

    uint8_t *release() {
        uint8_t *bytes = bytes_;
        bytes_ = nullptr;
        return bytes;
    }

private:
    void raw(const void *source, size_t count) {
        if (capacity_ - size_ < count) grow(std::max(capacity_ * 2, size_ + count));
        std::memcpy(bytes_ + size_, source, count);
        size_ += count;
    }

    void grow(size_t capacity) {
        auto *moved = static_cast<uint8_t *>(std::realloc(bytes_, capacity));
        if (moved == nullptr) throw std::bad_alloc();
        bytes_ = moved;
        capacity_ = capacity;
    }

    uint8_t *bytes_ = nullptr;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

void put(Tape &tape, const toml::date &date) {
    tape.put(static_cast<uint16_t>(date.year));
    tape.put(static_cast<uint8_t>(date.month));
    tape.put(static_cast<uint8_t>(date.day));
}

void put(Tape &tape, const toml::time &time) {
    tape.put(static_cast<uint8_t>(time.hour));
    tape.put(static_cast<uint8_t>(time.minute));
    tape.put(static_cast<uint8_t>(time.second));
    tape.put(static_cast<uint32_t>(time.nanosecond));
}

void put(Tape &tape, const toml::date_time &value) {
    tape.put(value.offset ? 'Z' : 'L');
    put(tape, value.date);
    put(tape, value.time);
    if (value.offset) tape.put(static_cast<int16_t>(value.offset->minutes));
}

void put(Tape &tape, const toml::node &node);

/// toml++ keeps a table's entries ordered by the bytes of their keys.
void put(Tape &tape, const toml::table &table) {
    tape.put('T');
    tape.put(static_cast<uint32_t>(table.size()));
    size_t mark = tape.mark();
    for (auto &&[key, value] : table) {
        tape.text(key.str());
        tape.put(static_cast<uint32_t>(value.source().begin.line));
        put(tape, value);
    }
    tape.close(mark);
}

void put(Tape &tape, const toml::array &array) {
    tape.put('A');
    tape.put(static_cast<uint32_t>(array.size()));
    size_t mark = tape.mark();
    for (auto &&value : array) put(tape, value);
    tape.close(mark);
}

void put(Tape &tape, const toml::node &node) {
    switch (node.type()) {
    case toml::node_type::table:
        put(tape, *node.as_table());
        break;
    case toml::node_type::array:
        put(tape, *node.as_array());
        break;
    case toml::node_type::string:
        tape.put('S');
        tape.text(node.as_string()->get());
        break;
    case toml::node_type::integer:
        tape.put('I');
        tape.put(node.as_integer()->get());
        break;
    case toml::node_type::floating_point:
        tape.put('F');
        tape.put(node.as_floating_point()->get());
        break;
    case toml::node_type::boolean:
        tape.put('B');
        tape.put(static_cast<uint8_t>(node.as_boolean()->get()));
        break;
    case toml::node_type::date:
        tape.put('D');
        put(tape, node.as_date()->get());
        break;
    case toml::node_type::time:
        tape.put('M');
        put(tape, node.as_time()->get());
        break;
    case toml::node_type::date_time:
        put(tape, node.as_date_time()->get());
        break;
    case toml::node_type::none:
        break;
    }
}

int fail(ctoml_error *error, std::string_view message, uint32_t line, uint32_t column) {
    size_t length = std::min(message.size(), sizeof error->message - 1);
    std::memcpy(error->message, message.data(), length);
    error->message[length] = '\0';
    error->line = line;
    error->column = column;
    return -1;
}

} // namespace

extern "C" int ctoml_parse(const char *text, size_t length, uint8_t **tape, size_t *tape_length,
                           ctoml_error *error) {
    try {
        toml::parse_result parsed = toml::parse(std::string_view(text, length));
        if (!parsed) {
            const auto &place = parsed.error().source().begin;
            return fail(error, parsed.error().description(), place.line, place.column);
        }
        Tape written(length * 2 + 64);
        put(written, parsed.table());
        *tape_length = written.size();
        *tape = written.release();
        return 0;
    } catch (const Confused &) {
        return fail(error, "not TOML", 0, 0);
    } catch (...) {
        return fail(error, "not enough memory", 0, 0);
    }
}

extern "C" void ctoml_release(uint8_t *tape) { std::free(tape); }
