extension NumberText {
    /// A float of canonical TOML: the shortest digits that read back, never an exponent, always
    /// a point.
    static func toml(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let text = plain(number.magnitude)
        let sign = number.sign == .minus ? "-" : ""
        return sign + (text.utf8.contains(UInt8(ascii: ".")) ? text : text + ".0")
    }
}
