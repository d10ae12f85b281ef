/// Metrics in the text format of Prometheus 0.0.4, one family after the other.
package struct MeterText: Sendable {
    /// What the `TYPE` line says.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// One label of a sample.
    package struct Label: Sendable {
        let name: String
        let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The media type of the text.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private var text = ""
    private var family = ""

    package init() {}

    /// The text so far, as UTF-8.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// Begins the family `name`; its samples follow.
    package mutating func begin(_ name: String, _ kind: Kind, help: String) {
        precondition(Self.isName(name), "\(name) is no name of a metric")
        family = name
        let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// One sample of the family begun last; `suffix` is `_sum` and the like of a histogram.
    package mutating func sample(_ value: Double, _ labels: [Label] = [], suffix: String = "") {
        text += family + suffix
        if !labels.isEmpty {
            let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            text += "{" + list.joined(separator: ",") + "}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A family with one sample without labels.
    package mutating func gauge(_ name: String, _ value: Double, help: String) {
        begin(name, .gauge, help: help)
        sample(value)
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Whole numbers up to here are exact.
        if value == value.rounded(), abs(value) < 9e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5c || $0 == 0x22 || $0 == 0x0a }) else {
            return value
        }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    /// Letters, digits and underscores, not beginning with a digit.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x5f
        }
    }
}
