#pragma once

#include <cstddef>
#include <memory>
#include <string>

struct pcre2_real_code_8;

namespace cvalijson {

/// A regular expression as ECMA 262 writes it, run by PCRE2 with bounds on time and memory.
///
/// valijson itself would take std::regex, which recurses once a character and has no bounds.
class Pattern {
public:
    enum class Outcome { found, absent, tooCostly };

    /// Throws std::runtime_error when the text is no pattern.
    explicit Pattern(const std::string &text);

    /// Looks for the pattern anywhere in a UTF-8 text.
    Outcome search(const std::string &text) const;

private:
    struct Release {
        void operator()(pcre2_real_code_8 *code) const;
    };

    std::unique_ptr<pcre2_real_code_8, Release> code_;
};

} // namespace cvalijson
