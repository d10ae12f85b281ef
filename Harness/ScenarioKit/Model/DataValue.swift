/// A value a scenario hands on as data: the body of a request, the fields of a record.
package indirect enum DataValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case list([DataValue])
    /// Keys in the order they were written.
    case map([Field])

    /// One key and its value.
    package struct Field: Sendable, Hashable {
        /// The key.
        package let name: String
        /// Its value.
        package let value: DataValue

        /// Makes a field.
        package init(name: String, value: DataValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value of `key` when this is a map that has it.
    package subscript(key: String) -> DataValue? {
        guard case .map(let fields) = self else { return nil }
        return fields.first { $0.name == key }?.value
    }
}
