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
        return sign(number) + plain(number.magnitude)
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
        magnitude == 0 ? "0" : Digits(magnitude).tiedUpwards(for: magnitude).plain
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

        private init(digits: Substring, point: Int) {
            self.digits = digits
            self.point = point
        }

        /// Of two shortest texts that are equally near Swift takes the even one, the reference the
        /// larger one.
        func tiedUpwards(for number: Double) -> Digits {
            guard let whole = UInt64(digits), number > 0 else { return self }
            // number = odd · 2^power; a tie is (whole + 1/2) · 10^unit, so that unit = power + 1.
            let shift =
                number.significandBitPattern == 0
                ? 52
                : number.significandBitPattern
                    .trailingZeroBitCount
            let significand =
                number.isNormal
                ? number.significandBitPattern | 1 << 52 : number.significandBitPattern
            let odd = UInt128(significand >> UInt64(min(shift, 52)))
            let power = number.ulp.exponent + Double.Exponent(min(shift, 52))
            let unit = point - digits.count
            guard unit == power + 1, abs(unit) <= 27 else { return self }
            let fives = (0..<abs(unit)).reduce(UInt128(1)) { product, _ in product * 5 }
            let doubled = UInt128(whole) * 2 + 1
            let isTie =
                unit < 0
                ? odd.multipliedReportingOverflow(by: fives) == (doubled, false)
                : doubled.multipliedReportingOverflow(by: fives) == (odd, false)
            guard isTie else { return self }
            let next = String(whole + 1)
            let trailing = next.reversed().prefix { $0 == "0" }.count
            return Digits(
                digits: next.dropLast(trailing), point: point + next.count - digits.count)
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
