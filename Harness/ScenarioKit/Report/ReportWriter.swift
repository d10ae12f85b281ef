import Foundation

/// Reports for machines.
package enum ReportWriter {
    /// A format and the file it goes to; `-` is standard output.
    package struct Target: Sendable, Hashable {
        /// The formats there are.
        package enum Format: String, Sendable, CaseIterable {
            case junit, json, tap
        }

        package let format: Format
        package let file: String

        /// Reads `junit=F,json=F`; nil when a part is not understood.
        package static func parse(_ text: String) -> [Target]? {
            var targets: [Target] = []
            for part in text.split(separator: ",") {
                let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
                guard sides.count == 2, let format = Format(rawValue: sides[0]) else { return nil }
                targets.append(Target(format: format, file: sides[1]))
            }
            return targets.isEmpty ? nil : targets
        }
    }

    /// Writes one report.
    package static func write(_ summary: RunSummary, to target: Target) throws {
        let text =
            switch target.format {
            case .junit: junit(summary)
            case .json: json(summary)
            case .tap: tap(summary)
            }
        if target.file == "-" {
            print(text, terminator: "")
        } else {
            try text.write(toFile: target.file, atomically: true, encoding: .utf8)
        }
    }

    static func tap(_ summary: RunSummary) -> String {
        var lines = ["TAP version 13", "1..\(summary.verdicts.count)"]
        for (index, verdict) in summary.verdicts.enumerated() {
            let good = [.passed, .skipped, .expectedFailure].contains(verdict.status)
            let note =
                verdict.status == .skipped ? " # SKIP \(verdict.explanation.first ?? "")" : ""
            lines.append("\(good ? "ok" : "not ok") \(index + 1) - \(verdict.id)\(note)")
            if !good {
                lines += verdict.explanation.flatMap { $0.split(separator: "\n") }.map { "# \($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func json(_ summary: RunSummary) -> String {
        let cases = summary.verdicts.map { verdict -> DataValue in
            var fields: [DataValue.Field] = [
                .init(name: "id", value: .string(verdict.id)),
                .init(name: "file", value: .string(verdict.file)),
                .init(name: "status", value: .string(verdict.status.rawValue)),
                .init(name: "seconds", value: .number(verdict.seconds)),
                .init(name: "seed", value: .integer(Int64(clamping: verdict.seed))),
            ]
            for (name, texts) in [
                ("explanation", verdict.explanation), ("figures", verdict.figures),
                ("relaxed", verdict.relaxed),
            ] where !texts.isEmpty {
                fields.append(.init(name: name, value: .list(texts.map(DataValue.string))))
            }
            return .map(fields)
        }
        let all: [DataValue.Field] = [
            .init(name: "summary", value: .string(summary.line)),
            .init(name: "cases", value: .list(cases)),
        ]
        return JSONText.write(.map(all)) + "\n"
    }

    static func junit(_ summary: RunSummary) -> String {
        var groups: [(name: String, verdicts: [Verdict])] = []
        for verdict in summary.verdicts {
            let folder = (verdict.file as NSString).deletingLastPathComponent
            let name = (folder as NSString).lastPathComponent
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].verdicts.append(verdict)
            } else {
                groups.append((name, [verdict]))
            }
        }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for group in groups {
            xml += "<testsuite name=\"\(escape(group.name))\" tests=\"\(group.verdicts.count)\">\n"
            xml += group.verdicts.map { testCase($0, suite: group.name) }.joined()
            xml += "</testsuite>\n"
        }
        return xml + "</testsuites>\n"
    }

    private static func testCase(_ verdict: Verdict, suite: String) -> String {
        let name = "name=\"\(escape(verdict.id))\" classname=\"\(escape(suite))\""
        let time = FailureText.seconds(verdict.seconds)
        let words = escape(verdict.explanation.joined(separator: "\n"))
        let inside =
            switch verdict.status {
            case .passed, .expectedFailure: ""
            case .skipped: "<skipped message=\"\(words)\"/>"
            case .failed, .fixed, .flaky:
                "<failure message=\"\(verdict.status.rawValue)\">\(words)</failure>"
            case .indeterminate, .invalid, .error:
                "<error message=\"\(verdict.status.rawValue)\">\(words)</error>"
            }
        let seed = "<properties><property name=\"seed\" value=\"\(verdict.seed)\"/></properties>"
        return "<testcase \(name) time=\"\(time)\">\(seed)\(inside)</testcase>\n"
    }

    private static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": out += "?"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
