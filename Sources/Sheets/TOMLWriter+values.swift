extension TOMLWriter {
    /// Appends a value as it stands behind an equals sign or inside an array.
    static func append(_ value: TOMLValue, to output: inout [UInt8]) {
        switch value {
        case .string(let text): append(string: text, to: &output)
        case .integer(let number): output.append(contentsOf: number.description.utf8)
        case .float(let number): output.append(contentsOf: NumberText.toml(number).utf8)
        case .boolean(let flag): output.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        case .offsetDateTime(let date, let time, let offset):
            DateText.append(date, time, to: &output)
            DateText.append(offset: offset, to: &output)
        case .localDateTime(let date, let time): DateText.append(date, time, to: &output)
        case .localDate(let date): DateText.append(date, to: &output)
        case .localTime(let time): DateText.append(time, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(contentsOf: ", ".utf8) }
                append(value, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .table(let table): append(inline: table, to: &output)
        }
    }

    private static func append(inline table: TOMLTable, to output: inout [UInt8]) {
        guard !table.entries.isEmpty else {
            output.append(contentsOf: "{}".utf8)
            return
        }
        output.append(contentsOf: "{ ".utf8)
        for (index, entry) in table.entries.enumerated() {
            if index > 0 { output.append(contentsOf: ", ".utf8) }
            append(key: entry.key, to: &output)
            output.append(contentsOf: " = ".utf8)
            append(entry.value, to: &output)
        }
        output.append(contentsOf: " }".utf8)
    }
}
