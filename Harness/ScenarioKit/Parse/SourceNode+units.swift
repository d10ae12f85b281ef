/// Reading values that carry a unit, and dates.
extension SourceNode {
    /// A duration: `50ms`, `1.5s`, `2h`.
    func duration() throws(Diagnostic) -> Duration {
        let text = try scalarText("a duration")
        guard let value = Units.duration(text) else {
            throw Diagnostic(
                "'\(text)' is no duration", at: location,
                hint: "write a number and one of us, ms, s, m, h, d")
        }
        guard value <= ScenarioLimits.duration else {
            throw Diagnostic("'\(text)' is longer than 400d", at: location)
        }
        return value
    }

    /// A size: `512KiB`.
    func size() throws(Diagnostic) -> ByteSize {
        let text = try scalarText("a size")
        guard let value = Units.size(text) else {
            throw Diagnostic(
                "'\(text)' is no size", at: location,
                hint: "write a number and one of B, KiB, MiB, GiB")
        }
        guard value.bytes <= ScenarioLimits.size else {
            throw Diagnostic("'\(text)' is more than 4GiB", at: location)
        }
        return value
    }

    /// Bytes a second: `64KiB/s`.
    func bandwidth() throws(Diagnostic) -> ByteSize {
        let text = try scalarText("a bandwidth")
        guard text.hasSuffix("/s"), !text.hasSuffix("GiB/s"),
            let value = Units.size(String(text.dropLast(2)))
        else {
            throw Diagnostic(
                "'\(text)' is no bandwidth", at: location,
                hint: "write a number and one of B/s, KiB/s, MiB/s")
        }
        return value
    }

    /// A quoted RFC 3339 date.
    func instant() throws(Diagnostic) -> UTCInstant {
        guard case .scalar(let text, let style) = content else {
            throw Diagnostic("expected a date, found \(kind)", at: location)
        }
        guard let value = UTCInstant(rfc3339: text) else {
            throw Diagnostic(
                "'\(text)' is no date", at: location,
                hint: "write \"2026-11-21T09:00:00Z\"")
        }
        guard style != .plain else {
            throw Diagnostic("a date must be quoted", at: location, hint: "write \"\(text)\"")
        }
        return value
    }

    private func scalarText(_ wanted: String) throws(Diagnostic) -> String {
        guard case .scalar(let text, _) = content, !text.isEmpty else {
            throw Diagnostic("expected \(wanted), found \(kind)", at: location)
        }
        return text
    }
}
