import Foundation

/// JUnit XML as Ant writes it, the strictest form that is in use: a suite for each folder, a case
/// for each cell.
enum JUnitReport {
    static func text(_ summary: RunSummary) -> String {
        var suites: [(name: String, verdicts: [Verdict])] = []
        for verdict in summary.verdicts {
            let folder = (verdict.file as NSString).deletingLastPathComponent
            let name = folder.isEmpty ? "." : (folder as NSString).lastPathComponent
            if let index = suites.firstIndex(where: { $0.name == name }) {
                suites[index].verdicts.append(verdict)
            } else {
                suites.append((name, [verdict]))
            }
        }
        let inside = suites.enumerated().map { index, suite in
            self.suite(suite.verdicts, name: suite.name, number: index, context: summary.context)
        }
        let head = #"<?xml version="1.0" encoding="UTF-8"?>"#
        return "\(head)\n<testsuites>\n\(inside.joined())</testsuites>\n"
    }

    private static func suite(
        _ verdicts: [Verdict], name: String, number: Int, context: RunContext?
    ) -> String {
        func count(_ statuses: Verdict.Status...) -> Int {
            verdicts.count { statuses.contains($0.status) }
        }
        let time = verdicts.map(\.seconds).reduce(0, +)
        let attributes = [
            ("name", name), ("package", name), ("id", "\(number)"),
            ("timestamp", timestamp(context)), ("hostname", "localhost"),
            ("tests", "\(verdicts.count)"), ("failures", "\(count(.failed, .fixed, .flaky))"),
            ("errors", "\(count(.indeterminate, .invalid, .error))"),
            ("skipped", "\(count(.skipped))"), ("time", FailureText.seconds(time)),
        ]
        var properties: [(String, String)] = []
        if let context {
            properties = [
                ("seed", "\(context.seed)"), ("git", context.git), ("server", context.server),
            ]
            if let mutant = context.mutant { properties.append(("mutant", mutant)) }
        }
        let inside = properties.map { name, value in
            "<property\(self.attributes([("name", name), ("value", value)]))/>"
        }.joined()
        return "<testsuite\(self.attributes(attributes))>\n<properties>\(inside)</properties>\n"
            + verdicts.map { testCase($0, suite: name) }.joined()
            + "<system-out></system-out><system-err></system-err>\n</testsuite>\n"
    }

    /// RFC 3339 without a zone, as the schema wants it.
    private static func timestamp(_ context: RunContext?) -> String {
        let text = context?.started ?? "1970-01-01T00:00:00Z"
        return text.hasSuffix("Z") ? String(text.dropLast()) : text
    }

    private static func testCase(_ verdict: Verdict, suite: String) -> String {
        let status = verdict.status.rawValue
        let message = verdict.explanation.first?.trimmingCharacters(in: .whitespaces) ?? status
        let words = escape(
            (verdict.explanation + ["seed \(verdict.seed)"]).joined(separator: "\n"))
        let told = attributes([("message", message), ("type", status)])
        let inside =
            switch verdict.status {
            case .passed, .expectedFailure: ""
            case .skipped: "<skipped\(attributes([("message", message)]))/>"
            case .failed, .fixed, .flaky: "<failure\(told)>\(words)</failure>"
            case .indeterminate, .invalid, .error: "<error\(told)>\(words)</error>"
            }
        let own = [
            ("name", verdict.id), ("classname", suite),
            ("time", FailureText.seconds(verdict.seconds)),
        ]
        return "<testcase\(attributes(own))>\(inside)</testcase>\n"
    }

    private static func attributes(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0)=\"\(escape($1))\"" }.joined()
    }

    /// Text without what XML gives a meaning to, and without what no XML file may hold.
    private static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                out += "?"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
