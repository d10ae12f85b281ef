import FuzzKit

@testable import HTTPAPI

/// Called by libFuzzer with each input: a request target, and the text of a document that is
/// searched.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQuery(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let parts = Parts.split(input, into: 2)
    let text = String(decoding: parts[0], as: UTF8.self)
    guard let target = TargetRules.checked(text) else { return 0 }
    KeptRules.check(text)
    PageRules.check(target)
    ValueRules.check(target)
    CursorRules.check(target, position: parts[1])
    for name in ["q", "wait"] {
        guard let query = target.first(name) else { continue }
        SearchRules.check(query, in: String(decoding: parts[1], as: UTF8.self))
    }
    return 0
}
