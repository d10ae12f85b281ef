/// A TOML table: entries ordered by the UTF-8 bytes of their keys.
///
/// It is no dictionary because `String` equates keys that differ in bytes ("é" composed and
/// decomposed), which are two keys in TOML.
package struct TOMLTable: Sendable {
    /// One key with its value.
    package struct Entry: Sendable {
        package let key: String
        package var value: TOMLValue

        package init(key: String, value: TOMLValue) {
            self.key = key
            self.value = value
        }
    }

    /// In key order, each key once.
    package private(set) var entries: [Entry]

    package init() {
        entries = []
    }

    /// Takes entries that are in key order already.
    init(sorted entries: [Entry]) {
        self.entries = entries
    }

    /// Reads, sets or (with nil) removes one value.
    package subscript(key: String) -> TOMLValue? {
        get {
            let index = lowerBound(of: key)
            return holds(key, at: index) ? entries[index].value : nil
        }
        set {
            let index = lowerBound(of: key)
            switch (holds(key, at: index), newValue) {
            case (true, let value?): entries[index].value = value
            case (true, nil): entries.remove(at: index)
            case (false, let value?): entries.insert(Entry(key: key, value: value), at: index)
            case (false, nil): break
            }
        }
    }

    private func lowerBound(of key: String) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key.utf8.lexicographicallyPrecedes(key.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func holds(_ key: String, at index: Int) -> Bool {
        index < entries.count && entries[index].key.utf8.elementsEqual(key.utf8)
    }
}
