import Foundation

/// The table of deliberately wrong servers and of what kills them: `Harness/mutants.yaml`.
package struct MutantTable: Sendable {
    /// One wrong server.
    package struct Entry: Sendable, Hashable {
        /// The name `livetree-mutant` knows it by.
        package let name: String
        /// What is wrong with it.
        package let wrong: String
        /// The scenario that kills it, below the folder of scenarios: `reload/plain`.
        package let killer: String
        /// The cell that is played; nil is the first.
        package let cell: String?
        /// Words of the finding.
        package let finding: String
    }

    private static let keys = KeySet("", "a mutant", "wrong! killed-by! cell finding!")

    /// In the order of the file.
    package let entries: [Entry]

    /// Reads the table.
    ///
    /// - Throws: `HarnessError.unsupported` with the place for a file that is none.
    package static func read(_ path: String) throws(HarnessError) -> MutantTable {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unsupported("\(path) cannot be read; name the table with --table")
        }
        do throws(Diagnostic) {
            var entries: [Entry] = []
            for entry in try YAMLSource.read(file: path, text: text).entries() {
                let map = try FieldMap(entry.value, keys)
                entries.append(
                    Entry(
                        name: entry.key, wrong: try map.needed("wrong").string(),
                        killer: try map.needed("killed-by").string(),
                        cell: try map.string("cell"),
                        finding: try map.needed("finding").string()))
            }
            return MutantTable(entries: entries)
        } catch {
            throw .unsupported(error.rendered)
        }
    }

    /// Names that the usage line of `livetree-mutant` lists and this table does not; those that
    /// take a number, such as `kill-at-point-N`, are tools of tests and no mutants.
    package func missing(fromUsage usage: String) -> [String] {
        let known = Set(entries.map(\.name))
        return Self.names(inUsage: usage).filter { !known.contains($0) && !$0.hasSuffix("-N") }
    }

    /// The names that the usage line of `livetree-mutant` lists, `N` standing for a number.
    static func names(inUsage usage: String) -> [String] {
        let words = usage.split { $0.isWhitespace || $0 == "|" }.map(String.init)
        let names = words.drop { !$0.hasPrefix("livetree-mutant") }.dropFirst()
        return names.filter { name in
            name.replacing(/-N$/, with: "").allSatisfy {
                $0.isLowercase || $0.isNumber || $0 == "-"
            }
        }
    }
}
