extension TOMLValue {
    /// A string, or what the stored value is where the text says one: a date or time of the same
    /// kind, or a float that JSON has no number for.
    static func string(_ text: String, like stored: TOMLValue?) -> TOMLValue {
        switch stored {
        case .float:
            if let number = Self.unnamedFloats[text] { return .float(number) }
        case .offsetDateTime, .localDateTime, .localDate, .localTime:
            var scan = MomentScanner(text)
            if let moment = scan.moment(), stored?.isSameMomentKind(as: moment) == true {
                return moment
            }
        default: break
        }
        return .string(text)
    }

    /// An integer, or a float where the stored value is one.
    static func integer(_ number: Int64, like stored: TOMLValue?) -> TOMLValue {
        if case .float = stored { return .float(Double(number)) }
        return .integer(number)
    }

    /// A float, or an integer where the stored value is one and the number is whole.
    ///
    /// Beyond 2^53 a float may not be the number that was sent, so it is none there.
    static func number(_ number: Double, like stored: TOMLValue?) -> TOMLValue {
        if case .integer = stored, number.magnitude <= 0x1p53, let whole = Int64(exactly: number) {
            return .integer(whole)
        }
        return .float(number)
    }

    private static let unnamedFloats: [String: Double] = [
        "inf": .infinity, "-inf": -.infinity, "nan": .nan,
    ]

    private func isSameMomentKind(as other: TOMLValue) -> Bool {
        switch (self, other) {
        case (.offsetDateTime, .offsetDateTime), (.localDateTime, .localDateTime),
            (.localDate, .localDate), (.localTime, .localTime):
            true
        default: false
        }
    }
}

extension TOMLTable {
    /// The record as it is served: compact JSON, keys sorted by their bytes.
    package var json: [UInt8] {
        var json: [UInt8] = []
        TOMLValue.table(self).append(to: &json)
        return json
    }
}

extension TOMLValue {
    /// Appends the JSON that is served for the value.
    fileprivate func append(to json: inout [UInt8]) {
        switch self {
        case .string(let text): json.append(contentsOf: JSONText.string(text))
        case .integer(let number): json.append(contentsOf: number.description.utf8)
        case .float(let number): JSONText.append(float: number, to: &json)
        case .boolean(let flag): json.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        case .offsetDateTime, .localDateTime, .localDate, .localTime:
            json.append(contentsOf: JSONText.string(dateText ?? ""))
        case .array(let values):
            json.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { json.append(UInt8(ascii: ",")) }
                value.append(to: &json)
            }
            json.append(UInt8(ascii: "]"))
        case .table(let table):
            json.append(UInt8(ascii: "{"))
            for (index, entry) in table.entries.enumerated() {
                if index > 0 { json.append(UInt8(ascii: ",")) }
                json.append(contentsOf: JSONText.string(entry.key))
                json.append(UInt8(ascii: ":"))
                entry.value.append(to: &json)
            }
            json.append(UInt8(ascii: "}"))
        }
    }
}
