import Processes
import SystemPackage

extension HookCommand {
    /// The program's path; nil: no folder of `searchPath` has it.
    var programPath: FilePath? {
        program.contains("/") ? FilePath(program) : ProgramSearch.find(program, in: searchPath)
    }
}
