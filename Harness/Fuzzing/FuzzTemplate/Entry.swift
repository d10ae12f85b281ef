import FuzzKit

@testable import Sheets

/// Called by libFuzzer with each input: a template (or a whole declaration), the path of a file, and
/// a record.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTemplate(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let parts = Parts.split(input, into: 3)
    guard let sheet = Declarations.sheet(parts[0]) else { return 0 }
    let path = String(decoding: parts[1], as: UTF8.self)
    MatchRules.check(sheet, path)
    guard case .table(let record)? = try? TOMLReader.parse(parts[2]) else { return 0 }
    RenderRules.check(sheet, record, elsewhere: path)
    SchemaRules.check(sheet, record)
    return 0
}
