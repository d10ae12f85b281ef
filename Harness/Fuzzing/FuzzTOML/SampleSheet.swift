import FuzzKit

@testable import Sheets

/// The sheets that inputs are read as records of.
enum SampleSheet {
    /// A field that no input has by chance stands for the path, so that nothing contradicts it.
    static let plain = declared("")
    static let markdown = declared(
        "[gitsheet.format]\ntype = 'markdown'\nbody = 'body'\nnormalize = false\n")

    private static func declared(_ more: String) -> SheetDeclaration {
        let text = "[gitsheet]\npath = '${{ name-of-the-file }}'\n" + more
        do {
            return try SheetDeclaration.parse(
                name: "sample", path: ".gitsheets/sample.toml", bytes: Array(text.utf8))
        } catch {
            finding("the sample declaration is refused: \(error.reason)")
        }
    }
}
