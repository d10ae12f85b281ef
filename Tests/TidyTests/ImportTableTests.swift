import Foundation
import Testing

/// The import table of docs/architecture.md: imports go down only.
@Suite struct ImportTableTests {
    /// Modules by row, lowest first; a module may import modules of lower rows only.
    static let rows: [[String]] = [
        ["CBuildInfo", "CJemalloc", "CLibgit2", "CTomlplusplus", "CValijson", "CZlib"],
        ["GitModel", "JSONModel", "Meters", "Processes"],
        ["GitAccess", "Sheets"],
        ["Reconcile", "LiveData", "Webhooks", "Alerts", "Overview"],
        ["Reload", "Push", "Commit", "Hooks", "Cluster"],
        ["HTTPAPI"],
        ["Assembly"],
        ["ScenarioKit", "Simulation"],
        ["livetree", "scenarios", "livetree-mutant", "Benchmarks", "Fuzzing"],
    ]

    @Test func importsGoDownOnly() throws {
        var rowOf: [String: Int] = [:]
        for (row, modules) in Self.rows.enumerated() {
            for module in modules { rowOf[module] = row }
        }
        for file in try SourceTree.files(in: ["Sources", "Harness"]) {
            let row = try #require(rowOf[file.module], "\(file.module) is in no row of the table")
            for imported in file.imports {
                guard let other = rowOf[imported] else { continue }
                #expect(other < row, "\(file.path) imports \(imported), which is not below it")
            }
        }
    }

    @Test(arguments: [
        ("CJemalloc", ["Processes"]), ("CLibgit2", ["GitAccess"]), ("CTomlplusplus", ["Sheets"]),
        ("CValijson", ["Sheets"]), ("CZlib", ["GitAccess", "LiveData"]),
        ("Hummingbird", ["HTTPAPI", "Assembly", "ScenarioKit", "Benchmarks"]),
        ("GRDB", ["LiveData", "Benchmarks", "Fuzzing"]), ("GRDBSQLite", ["LiveData"]),
        ("Yams", ["Assembly", "ScenarioKit", "Hooks"]),
        ("ArgumentParser", ["Assembly", "ScenarioKit", "Benchmarks", "scenarios"]),
    ])
    func onlyTheseModulesImport(library: String, allowed: [String]) throws {
        for file in try SourceTree.files(in: ["Sources", "Harness"])
        where file.imports.contains(library) {
            #expect(allowed.contains(file.module), "\(file.path) imports \(library)")
        }
    }

    @Test func theHarnessNeverUsesTheServersModules() throws {
        let own = Set(Self.rows.flatMap { $0 }).subtracting(["ScenarioKit"])
        for file in try SourceTree.files(in: ["Harness/ScenarioKit"]) {
            #expect(own.isDisjoint(with: file.imports), "\(file.path) imports a server module")
        }
    }

    @Test func decisionsArePure() throws {
        let banned = ["await ", "async ", "Logger", "Date()", "Clock", "FileManager"]
        let files = try SourceTree.files(in: ["Sources"]).filter {
            $0.path.contains("/Decision/") || $0.path.hasSuffix("StateMachine.swift")
        }
        #expect(!files.isEmpty)
        for file in files {
            for word in banned {
                #expect(!file.code.contains(word), "\(file.path) contains \(word)")
            }
        }
    }
}
