/*
 * A disk under the relay that can be told to fail: loaded before libc (LD_PRELOAD), it stands between SQLite and the
 * kernel. It sees only files whose path begins with CARTLINE_DISK_STEM, and of those not the shared memory index.
 *
 * CARTLINE_DISK_LOG    every write, cut, sync and removal is appended to this file, with its bytes: dm-log-writes at libc's door.
 * CARTLINE_DISK_FAULT  while this file begins with "eio", syncs fail with EIO; while with "enospc", writes with ENOSPC.
 * CARTLINE_DISK_KILL   the process is killed (SIGKILL) right before its so many-th write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int log_fd = -1;
static const char *stem, *fault_file;
static long writes_left = -1;

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("CARTLINE_DISK_LOG"), *kill_at = getenv("CARTLINE_DISK_KILL");
  stem = getenv("CARTLINE_DISK_STEM");
  fault_file = getenv("CARTLINE_DISK_FAULT");
  if (log) log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (kill_at) writes_left = atol(kill_at);
}

/* The part of the path after the stem ("" is the database, "-wal" its log), or 0 for a file that is none of ours. */
static const char *named(const char *path) {
  size_t n = stem ? strlen(stem) : 0;
  if (!n || strncmp(path, stem, n)) return 0;
  const char *rest = path + n;
  return !strcmp(rest, "") || !strcmp(rest, "-wal") || !strcmp(rest, "-journal") ? rest : 0;
}

static const char *ours(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 1023);
  if (length < 0) return 0;
  path[length] = 0;
  return named(path);
}

static int is_on(const char *word) {
  char text[16] = {0};
  int fd = fault_file ? open(fault_file, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return 0;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  return length > 0 && !strncmp(text, word, strlen(word));
}

/* One record: kind, length of the name, name, offset, length, bytes. */
static void record(char kind, const char *name, int64_t offset, const void *bytes, uint32_t length) {
  if (log_fd < 0) return;
  char head[2 + 16 + 12];
  uint8_t n = (uint8_t)strlen(name);
  head[0] = kind;
  head[1] = (char)n;
  memcpy(head + 2, name, n);
  memcpy(head + 2 + n, &offset, 8);
  memcpy(head + 10 + n, &length, 4);
  struct iovec parts[2] = {{head, 14u + n}, {(void *)bytes, kind == 'W' ? length : 0}};
  if (writev(log_fd, parts, 2) < 0) abort();
}

static int before_write(const char *name) {
  if (name && writes_left >= 0 && writes_left-- == 0) raise(SIGKILL);
  if (name && is_on("enospc")) return errno = ENOSPC, -1;
  return 0;
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  char path[1024];
  const char *name = ours(fd, path);
  if (before_write(name)) return -1;
  ssize_t written = REAL(pwrite64)(fd, bytes, length, offset);
  if (name && written > 0) record('W', name, offset, bytes, (uint32_t)written);
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

int ftruncate64(int fd, off64_t length) {
  char path[1024];
  const char *name = ours(fd, path);
  int result = REAL(ftruncate64)(fd, length);
  if (name && !result) record('T', name, length, 0, 0);
  return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
  const char *name = named(path);
  int result = REAL(unlink)(path);
  if (name && !result) record('U', name, 0, 0, 0);
  return result;
}

static int synced(int fd, int (*real)(int)) {
  char path[1024];
  const char *name = ours(fd, path);
  if (name && is_on("eio")) return errno = EIO, -1;
  int result = real(fd);
  if (name && !result) record('S', name, 0, 0, 0);
  return result;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }
