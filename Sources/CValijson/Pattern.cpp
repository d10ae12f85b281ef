#include "Pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <new>
#include <stdexcept>

namespace cvalijson {

namespace {

constexpr size_t longestPattern = 16 << 10;
/// Backtracking points of one search; some tenths of a second at most.
constexpr uint32_t matchLimit = 5'000'000;
/// KiB of backtracking state of one search.
constexpr uint32_t heapLimit = 32 << 10;

template <typename Context, void (*release)(Context *)> struct Releases {
    void operator()(Context *context) const { release(context); }
};

template <typename Context, void (*release)(Context *)>
using Owned = std::unique_ptr<Context, Releases<Context, release>>;

template <typename Pointer> Pointer checked(Pointer pointer) {
    if (!pointer) throw std::bad_alloc();
    return pointer;
}

} // namespace

void Pattern::Release::operator()(pcre2_real_code_8 *code) const { pcre2_code_free(code); }

Pattern::Pattern(const std::string &text) {
    auto context = checked(Owned<pcre2_compile_context, pcre2_compile_context_free>(
        pcre2_compile_context_create(nullptr)));
    pcre2_set_max_pattern_length(context.get(), longestPattern);
    pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                             PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP;
    int code = 0;
    PCRE2_SIZE place = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), options,
                              &code, &place, context.get()));
    if (code_) return;
    PCRE2_UCHAR message[200] = {};
    pcre2_get_error_message(code, message, sizeof message);
    throw std::runtime_error("the pattern \"" + text.substr(0, 100) + "\" is none: " +
                             reinterpret_cast<const char *>(message) + " at byte " +
                             std::to_string(place));
}

Pattern::Outcome Pattern::search(const std::string &text) const {
    auto context = checked(Owned<pcre2_match_context, pcre2_match_context_free>(
        pcre2_match_context_create(nullptr)));
    pcre2_set_match_limit(context.get(), matchLimit);
    pcre2_set_heap_limit(context.get(), heapLimit);
    auto data = checked(Owned<pcre2_match_data, pcre2_match_data_free>(
        pcre2_match_data_create(1, nullptr)));
    // A JSON parser has checked the text's UTF-8.
    const int result =
        pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                    PCRE2_NO_UTF_CHECK, data.get(), context.get());
    if (result >= 0) return Outcome::found;
    if (result == PCRE2_ERROR_NOMATCH) return Outcome::absent;
    if (result == PCRE2_ERROR_NOMEMORY) throw std::bad_alloc();
    return Outcome::tooCostly;
}

} // namespace cvalijson
