import Foundation

/// The states a production server meets, as `docs/states.md` lists them.
package struct StateCatalogue: Sendable {
    /// One row of its tables.
    package struct Entry: Sendable, Hashable {
        /// `S01`.
        package let id: String
        /// The state in a few words, without emphasis.
        package let title: String
        /// What a trusted server does in it.
        package let wanted: String
        /// Whether a scenario must claim it: the id is in bold.
        package let isRequired: Bool
    }

    /// In the order of the page.
    package let entries: [Entry]

    /// Reads the rows of a page whose first cell is an id.
    package init(_ text: String) {
        entries = text.split(whereSeparator: \.isNewline).compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 4, let match = cells[1].wholeMatch(of: /(\*\*)?(S[0-9]{2,3})\**/)
            else { return nil }
            return Entry(
                id: String(match.output.2), title: cells[2].replacing("**", with: ""),
                wanted: cells[3], isRequired: match.output.1 != nil)
        }
    }

    /// Reads a page from disk.
    ///
    /// - Throws: `HarnessError.unsupported` when there is no such page or no state in it.
    package static func read(_ path: String) throws(HarnessError) -> StateCatalogue {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unsupported("\(path) cannot be read; name the page of states with --states")
        }
        let catalogue = StateCatalogue(text)
        guard !catalogue.entries.isEmpty else { throw .unsupported("\(path) names no state") }
        return catalogue
    }

    /// The page of the checkout around files, this folder or this program, in that order; nil when
    /// there is none.
    package static func around(_ files: [String]) -> StateCatalogue? {
        let program = try? RunOptions.beside("scenarios")
        let starts = files + [FileManager.default.currentDirectoryPath + "/x"] + [program ?? "/"]
        var seen = Set<String>()
        for start in starts.map({ ($0 as NSString).deletingLastPathComponent })
        where seen.insert(start).inserted {
            var folder = URL(fileURLWithPath: start.isEmpty ? "." : start).standardizedFileURL
            while folder.path != "/" {
                if let found = try? read("\(folder.path)/docs/states.md") { return found }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    /// The entry of an id.
    package func entry(_ id: String) -> Entry? { entries.first { $0.id == id } }
}
