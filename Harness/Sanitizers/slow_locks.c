// Tells the thread sanitizer of Swift's Mutex. Its quick way is compiled into the programs, and seen;
// the way of a lock that somebody else holds is in the runtime's library, which is not checked, so
// that two holders one after the other would count as two at once.
//
// Loaded before that library (LD_PRELOAD), this stands before its two functions. In Swift's calling
// convention the lock is in r13.

#define _GNU_SOURCE
#include <dlfcn.h>

#if !defined(__x86_64__)
#error "written for x86-64 only"
#endif

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static void nothing(void *lock) { (void)lock; }

__attribute__((visibility("hidden"))) void *slow_lock;
__attribute__((visibility("hidden"))) void *slow_unlock;
__attribute__((visibility("hidden"))) void *slow_acquire = nothing;
__attribute__((visibility("hidden"))) void *slow_release = nothing;

__attribute__((constructor)) static void find(void) {
    slow_lock = dlsym(RTLD_NEXT, LOCK);
    slow_unlock = dlsym(RTLD_NEXT, UNLOCK);
    void *acquire = dlsym(RTLD_DEFAULT, "__tsan_acquire");
    void *release = dlsym(RTLD_DEFAULT, "__tsan_release");
    if (acquire) slow_acquire = acquire;
    if (release) slow_release = release;
}

__asm__(".globl \"" LOCK "\"\n"
        ".type \"" LOCK "\", @function\n"
        "\"" LOCK "\":\n"
        "    pushq %r13\n"
        "    callq *slow_lock(%rip)\n"
        "    movq (%rsp), %rdi\n"
        "    callq *slow_acquire(%rip)\n"
        "    popq %r13\n"
        "    retq\n"
        ".globl \"" UNLOCK "\"\n"
        ".type \"" UNLOCK "\", @function\n"
        "\"" UNLOCK "\":\n"
        "    pushq %r13\n"
        "    movq %r13, %rdi\n"
        "    callq *slow_release(%rip)\n"
        "    movq (%rsp), %r13\n"
        "    callq *slow_unlock(%rip)\n"
        "    popq %r13\n"
        "    retq\n");
