import Foundation
import FuzzKit
import GRDB

@testable import LiveData

/// What holds for each text that is searched for.
enum SearchRules {
    /// In memory, declared as the server's index is.
    private static let database: DatabaseQueue = {
        do {
            let queue = try DatabaseQueue()
            try queue.write { database in
                try database.execute(
                    sql: """
                        CREATE VIRTUAL TABLE documents USING fts5(
                            body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
                        );
                        CREATE VIRTUAL TABLE vocabulary USING fts5vocab(documents, 'row');
                        """)
            }
            return queue
        } catch {
            finding("there is no database: \(error)")
        }
    }()

    /// The query is words and nothing else to SQLite, within bounds, and finds itself.
    static func check(_ text: String, in document: String) {
        let query = SearchQuery(text)
        claim(query.words.count <= LiveData.Limits.queryWords, "\(query.words.count) words")
        let size = query.words.reduce(0) { $0 + $1.text.utf8.count }
        claim(size <= LiveData.Limits.queryBytes, "words of \(size) bytes")
        for word in query.words {
            let isWord = word.text.unicodeScalars.allSatisfy(SearchQuery.belongsToWord)
            claim(isWord && !word.text.isEmpty, "\(word.text.debugDescription) is no word")
        }
        checkSnippet(of: document, TextMatcher(query))
        checkSnippet(of: IndexedText.marked(text), TextMatcher(query))
        guard !query.words.isEmpty else { return }
        do {
            let findsItself = try isHit(query, text)
            _ = try isHit(query, document)
            // What is beyond the bounds is not looked at, and may cut the last word short.
            guard text.utf8.count <= LiveData.Limits.queryBytes,
                query.words.count < LiveData.Limits.queryWords
            else { return }
            let isKnown = try findsItself || query.words.allSatisfy(holdsTerm)
            claim(
                findsItself || !isKnown,
                "\(query.pattern) does not find \(text.debugDescription)")
        } catch {
            finding("\(query.pattern) is no question to SQLite: \(error)")
        }
    }

    private static func isHit(_ query: SearchQuery, _ document: String) throws -> Bool {
        try database.inDatabase { database in
            try database.execute(sql: "DELETE FROM documents")
            try database.execute(
                sql: "INSERT INTO documents (rowid, body) VALUES (1, ?)",
                arguments: [IndexedText.marked(document)])
            return try Int.fetchOne(
                database, sql: "SELECT count(*) FROM documents WHERE documents MATCH ?",
                arguments: [query.pattern]) == 1
        }
    }

    /// False for a word of letters that are younger than SQLite's tables: it is in no index.
    private static func holdsTerm(_ word: SearchQuery.Word) throws -> Bool {
        _ = try isHit(SearchQuery("x"), word.text)
        return try database.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM vocabulary") ?? 0 > 0
        }
    }

    private static func checkSnippet(of text: String, _ matcher: TextMatcher) {
        let snippet = matcher.snippet(of: text)
        claim(
            snippet.count <= LiveData.Limits.snippetCharacters,
            "a snippet of \(snippet.count) characters: \(snippet)")
        claim(
            !snippet.contains(where: \.isNewline),
            "a snippet of two lines: \(snippet.debugDescription)")
        let weight = matcher.weight(of: text)
        claim(weight >= 0 && weight.isFinite, "a weight of \(weight)")
    }
}
