import Foundation

/// The scenario that a run kept beside the records of a bad case.
package enum KeptScenario {
    /// Copies it to a folder under the name that it says it has.
    ///
    /// - Parameter run: the folder of a case, or of a run with one bad case.
    /// - Returns: the path of the copy.
    /// - Throws: `HarnessError.unsupported` when there is no such case or more than one.
    package static func copy(from run: String, to work: String) throws -> String {
        let folders = StoredCase.folders(in: run)
        let bad = folders == [run] ? folders : folders.filter(isBad)
        guard let folder = bad.first else {
            throw HarnessError.unsupported("\(run) keeps no case that is bad")
        }
        guard bad.count == 1 else {
            let names = bad.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")
            throw HarnessError.unsupported("\(run) keeps several, name the folder of one: \(names)")
        }
        let kept = "\(folder)/scenario.yaml"
        guard let text = try? String(contentsOfFile: kept, encoding: .utf8),
            let name = text.firstMatch(of: /(?m)^scenario: *([a-z0-9-]+) *$/)?.output.1
        else { throw HarnessError.unsupported("\(kept) is no scenario") }
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let copy = "\(work)/\(name).yaml"
        try text.write(toFile: copy, atomically: true, encoding: .utf8)
        return copy
    }

    private static func isBad(_ folder: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: "\(folder)/verdict.json"),
            let json = JSONText.parse(Array(data)),
            let status = json["status"]?.text.flatMap(Verdict.Status.init)
        else { return false }
        return !status.isGood
    }
}
