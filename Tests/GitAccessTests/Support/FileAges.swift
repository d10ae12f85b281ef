import Foundation
import TestSupport

extension World {
    /// Writes a file into the folder whose content is `seconds` old.
    @discardableResult
    func plant(_ name: String, age seconds: Double = 60, _ text: String = "") throws -> String {
        let path = try folder.write(text, to: name)
        try self.age(name, seconds)
        return path
    }

    /// Makes a file or folder `seconds` old.
    func age(_ name: String, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
            ofItemAtPath: folder.child(name))
    }

    func exists(_ name: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: folder.child(name))) != nil
    }
}
