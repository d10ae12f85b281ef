/// Writes floats as the reference renders them into paths, which is not how it writes them in TOML.
enum NumberText {
    /// A plain field: whole numbers lose their point, and no exponent is ever written.
    static func path(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        if number.magnitude < 1e21 {
            // Beyond 64 bits the reference stops at the largest integer, and so must we.
            if number >= 0x1p63 { return String(Int64.max) }
            if number < -0x1p63 { return String(Int64.min) }
            let whole = Int64(number)
            if Double(whole) == number { return String(whole) }
        }
        return sign(number) + Digits(number.magnitude).plain
    }

    /// As JavaScript does: Number::toString of ECMA-262.
    static func script(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        let digits = Digits(number.magnitude)
        if -6 < digits.point && digits.point <= 21 { return sign(number) + digits.plain }
        return sign(number) + digits.scientific
    }

    /// The shortest digits of a finite number that is not negative, without an exponent.
    static func plain(_ magnitude: Double) -> String {
        magnitude == 0 ? "0" : Digits(magnitude).plain
    }

    private static func sign(_ number: Double) -> String {
        number < 0 ? "-" : ""
    }

    /// The shortest digits that read back as the number; the point stands behind `point` of them.
    private struct Digits {
        let digits: Substring
        let point: Int

        /// Takes apart Swift's shortest form, such as `120.5` or `1.5e-07`.
        init(_ number: Double) {
            let parts = number.description.split(separator: "e")
            let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
            let mantissa = parts[0].split(separator: ".")
            let all = mantissa.joined()
            let leading = all.prefix { $0 == "0" }.count
            let significant = all.dropFirst(leading)
            let trailing = significant.reversed().prefix { $0 == "0" }.count
            digits = significant.dropLast(trailing)
            point = mantissa[0].count - leading + exponent
        }

        var plain: String {
            if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
            if point >= digits.count {
                return digits + String(repeating: "0", count: point - digits.count)
            }
            return "\(digits.prefix(point)).\(digits.dropFirst(point))"
        }

        var scientific: String {
            let rest = digits.count > 1 ? "." + digits.dropFirst() : ""
            let exponent = point - 1
            return "\(digits.prefix(1))\(rest)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
        }
    }
}
