/// What a stored record says about the type of a value that is to be written.
///
/// A value keeps the type of the stored one at its place. Inside arrays, an element with no stored
/// one at its index, and a key that the stored table at that index lacks, take the type that all
/// stored elements share, if they do.
struct TypeModel {
    /// The stored value at this very place.
    private let stored: TOMLValue?
    /// Stands for all values stored in the same role elsewhere in an array; see `common`.
    private let shared: TOMLValue?

    init(_ stored: TOMLValue?, shared: TOMLValue? = nil) {
        self.stored = stored
        self.shared = shared
    }

    /// The value whose kind to keep.
    var example: TOMLValue? { stored ?? shared }

    /// The model of one key of a table here.
    func member(_ key: String) -> TypeModel {
        TypeModel(stored?.member(key), shared: shared?.member(key))
    }

    /// Gives the models of the elements of an array here.
    var elements: Elements {
        Elements(array: stored?.elements ?? [], other: shared?.elements ?? [])
    }

    /// The elements of one stored array; what they share is found out when first needed.
    struct Elements {
        private let array: [TOMLValue]
        /// Stands for the elements of all arrays in the same role.
        private let other: [TOMLValue]
        private lazy var shared = TypeModel.common(array.isEmpty ? other : array)

        init(array: [TOMLValue], other: [TOMLValue]) {
            self.array = array
            self.other = other
        }

        /// The model of the element at `index`; a table or an array may hold what the stored one
        /// lacks.
        mutating func model(at index: Int, isContainer: Bool) -> TypeModel {
            guard index < array.count else { return TypeModel(nil, shared: shared) }
            return TypeModel(array[index], shared: isContainer ? shared : nil)
        }
    }

    /// One value that shows what all of them have in common: their kind, and for tables the same
    /// of each key, for arrays the same of all elements; nil where they have none.
    private static func common(_ values: [TOMLValue]) -> TOMLValue? {
        guard let first = values.first, values.allSatisfy({ $0.hasKind(of: first) }) else {
            return nil
        }
        switch first {
        case .array:
            return .array(common(values.flatMap { $0.elements ?? [] }).map { [$0] } ?? [])
        case .table:
            var members: [[UInt8]: [TOMLValue]] = [:]
            var entries: [TOMLTable.Entry] = []
            for case .table(let table) in values {
                for entry in table.entries {
                    members[Array(entry.key.utf8), default: []].append(entry.value)
                }
            }
            for (key, values) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                guard let value = common(values) else { continue }
                entries.append(
                    TOMLTable.Entry(key: String(decoding: key, as: UTF8.self), value: value))
            }
            return .table(TOMLTable(sorted: entries))
        case .offsetDateTime, .localDateTime, .string, .integer, .float, .boolean, .localDate,
            .localTime:
            return first
        }
    }
}

extension TOMLValue {
    fileprivate func member(_ key: String) -> TOMLValue? {
        if case .table(let table) = self { table[key] } else { nil }
    }

    fileprivate var elements: [TOMLValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    fileprivate func hasKind(of other: TOMLValue) -> Bool {
        switch (self, other) {
        case (.string, .string), (.integer, .integer), (.float, .float), (.boolean, .boolean),
            (.offsetDateTime, .offsetDateTime), (.localDateTime, .localDateTime),
            (.localDate, .localDate), (.localTime, .localTime), (.array, .array), (.table, .table):
            true
        default: false
        }
    }
}
