import FuzzKit

/// Called by libFuzzer with each input: the text of a scenario file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScenario(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    FileRules.check(text)
    FormRules.check(text)
    return 0
}
