// Single-steps a program between two raise(SIGSTOP) and prints the address and
// the stack pointer of each instruction; see instructions.py. For machines
// without performance counters, and for AVX-512, which valgrind may not know.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void PrintMaps(pid_t pid) {
  char name[64], line[512];
  snprintf(name, sizeof name, "/proc/%d/maps", (int)pid);
  FILE* maps = fopen(name, "r");
  while (maps && fgets(line, sizeof line, maps)) fputs(line, stderr);
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const pid_t pid = fork();
  if (pid == 0) {
    personality(ADDR_NO_RANDOMIZE);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(argv[1], argv + 1);
    _exit(127);
  }
  int status, stops = 0;
  waitpid(pid, &status, 0);
  while (!WIFEXITED(status) && !WIFSIGNALED(status)) {
    if (stops == 1) {
      struct user_regs_struct r;
      ptrace(PTRACE_GETREGS, pid, 0, &r);
      printf("%llx %llx\n", r.rip, r.rsp);
    }
    ptrace(stops == 1 ? PTRACE_SINGLESTEP : PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP && ++stops == 1) {
      PrintMaps(pid);
    }
  }
  return 0;
}
