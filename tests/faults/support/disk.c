/* Loaded before libc (LD_PRELOAD): sees every change of files below one folder. It can write them down, for the power to be cut
 * afterwards at any of them, and it can fail the n-th of them, as a broken or full disk would, end the process at it, or refuse parts of a file.
 *
 *   DISK_FOLDER   only paths that begin with this
 *   DISK_RECORD   file the operations are written to: [op u8][file u32][offset u64][length u32][bytes]
 * Commands come by writing to a file whose path ends in "/disk.ctl": "fail N ERRNO once|twice|forever short|whole reads|writes EVERY OFFSET"
 * (twice: also the third operation after it, when whoever failed is putting things right; reads: they count too, and where it fails once they alone do;
 * of more than eight of a kind in a row on one open file those after the eighth count whose place in the row, from 0, is OFFSET modulo EVERY), "off",
 * and "count", which leaves there how many operations were counted since, and how many failed. "die N" ends the process before the n-th operation, as
 * kill -9 does; "die N from END" before the n-th from the one on that gives another name to a path that ends in END. "blocks END A B C ..." refuses
 * those blocks of 4096 bytes, from 0, of the first file that is opened from then on and whose path ends in END, whatever it is called later: a read
 * gives what lies before one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, MKDIR, READ };
#define MOST 65536
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t file_of[MOST]; /* fd -> number of its path, 0: not ours */
static uint8_t control[MOST], directory[MOST], partial[MOST];
#define BLOCK 4096
#define BLOCKS 1024
static char partial_end[64];
static ino_t partial_file;
static off64_t blocks[BLOCKS];
static int blocks_known;
static uint32_t next_file = 1;
static int record = -2;
static const char *folder;
static long seen, failed, fail_at = -1, die_at = -1, die_after;
static char die_end[64];
#define ROW 8
static uint8_t row_op[MOST];
static long row[MOST], row_every = 1, row_offset;
static int fail_errno, fail_forever, fail_again, fail_short, fail_reads, only_reads;

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void setup(void) {
  if (record != -2) return;
  folder = getenv("DISK_FOLDER");
  const char *path = getenv("DISK_RECORD");
  record = -1;
  if (path) {
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    record = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
}
static int ours(const char *path) { setup(); return folder && path && strncmp(path, folder, strlen(folder)) == 0; }
/* The index of readers and writers lies in memory; after a crash it is made anew. */
static int ignored(const char *path) { size_t n = strlen(path); return n > 4 && strcmp(path + n - 4, "-shm") == 0; }
static int ends_in(const char *path, const char *end) {
  size_t n = strlen(path), m = strlen(end);
  return m > 0 && n >= m && strcmp(path + n - m, end) == 0;
}
static int is_control(const char *path) { size_t n = strlen(path); return n > 9 && strcmp(path + n - 9, "/disk.ctl") == 0; }

static void note(uint8_t op, uint32_t file, uint64_t offset, const void *bytes, uint32_t length) {
  if (record < 0) return;
  ssize_t (*real_write)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  char *all = malloc(17 + length);
  all[0] = (char)op;
  memcpy(all + 1, &file, 4);
  memcpy(all + 5, &offset, 8);
  memcpy(all + 13, &length, 4);
  if (length) memcpy(all + 17, bytes, length);
  if (real_write(record, all, 17 + length) < 0) abort();
  free(all);
}
/* Many of one kind in a row on one open file, like the pages of a copy: the first of them count, and then every so many. */
static int counts(int fd, int op) {
  if (row_op[fd] != op) row_op[fd] = (uint8_t)op, row[fd] = 0;
  long at = row[fd]++;
  return at < ROW || at % row_every == row_offset;
}
/* Must this operation, of an open file or (-1) none, fail? -1 with errno set, else 0. */
static int refused(int read_only, int fd, int op) {
  int counted = fd < 0 || counts(fd, op);
  if (read_only ? !fail_reads : only_reads) return 0;
  if (counted) seen++;
  else if (!fail_forever || seen < fail_at) return 0;
  if (seen == die_at) kill(getpid(), SIGKILL);
  if (fail_at < 0) return 0;
  if (seen != fail_at && !(fail_forever && seen > fail_at) && !(fail_again && seen == fail_at + 3)) return 0;
  failed++;
  errno = fail_errno;
  return -1;
}
static void opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= MOST) return;
  file_of[fd] = 0; control[fd] = 0; directory[fd] = 0; row_op[fd] = 0;
  if (!ours(path)) return;
  size_t n = strlen(path);
  if (is_control(path)) { control[fd] = 1; return; }
  if (ignored(path)) return;
  struct stat s;
  if (fstat(fd, &s) == 0) {
    directory[fd] = S_ISDIR(s.st_mode);
    if (partial_file == 0 && ends_in(path, partial_end)) partial_file = s.st_ino;
    partial[fd] = s.st_ino == partial_file;
  }
  file_of[fd] = next_file++;
  uint64_t how = (directory[fd] ? 1 : 0) | (!existed ? 2 : 0) | ((flags & O_TRUNC) ? 4 : 0);
  note(OPEN, file_of[fd], how, path, (uint32_t)n);
}
static int open_any(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  if (!ours(path)) { int fd = real(path, flags, mode); if (fd >= 0 && fd < MOST) { file_of[fd] = 0; control[fd] = 0; } return fd; }
  pthread_mutex_lock(&lock);
  int existed = access(path, F_OK) == 0;
  int fd = -1;
  if (!ignored(path) && !is_control(path) && refused(!(flags & O_CREAT) || existed, -1, OPEN) < 0) fd = -1;
  else { fd = real(path, flags, mode); opened(fd, path, flags, existed); }
  int e = errno;
  pthread_mutex_unlock(&lock);
  errno = e;
  return fd;
}
#define OPENER(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list a; va_start(a, flags); mode = va_arg(a, mode_t); va_end(a); } \
    return open_any(real, path, flags, mode); \
  }
OPENER(open)
OPENER(open64)

static void obey(const char *text, size_t length, int fd) {
  char line[8192] = {0}, how[16], much[16], what[16];
  memcpy(line, text, length < sizeof line - 1 ? length : sizeof line - 1);
  if (strncmp(line, "off", 3) == 0) fail_at = die_at = -1, row_every = 1, only_reads = partial_end[0] = die_end[0] = 0;
  else if (sscanf(line, "die %ld from %63s", &die_after, die_end) == 2) seen = failed = 0;
  else if (sscanf(line, "die %ld", &die_at) == 1) seen = failed = 0;
  else if (sscanf(line, "blocks %63s", partial_end) == 1) {
    char *next = line + 7 + strlen(partial_end);
    seen = failed = blocks_known = 0;
    partial_file = 0;
    for (char *after; blocks_known < BLOCKS; next = after) {
      off64_t block = strtoll(next, &after, 10);
      if (after == next) break;
      blocks[blocks_known++] = block;
    }
  }
  else if (strncmp(line, "count", 5) == 0) {
    ssize_t (*real_write)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    int n = snprintf(line, sizeof line, "%ld %ld\n", seen, failed);
    if (real_write(fd, line, (size_t)n) < 0) abort();
  } else if (sscanf(line, "fail %ld %d %15s %15s %15s %ld %ld", &fail_at, &fail_errno, how, much, what, &row_every, &row_offset) == 7) {
    seen = failed = 0;
    memset(row_op, 0, sizeof row_op);
    fail_forever = how[0] == 'f';
    fail_again = how[0] == 't';
    fail_short = much[0] == 's';
    fail_reads = what[0] == 'r';
    /* A write that fails once is a fault of its own. */
    only_reads = fail_reads && !fail_forever && !fail_again;
  }
}
static int tracked(int fd) { return fd >= 0 && fd < MOST && file_of[fd]; }

static ssize_t put(int fd, const void *bytes, size_t length, off64_t offset, int at) {
  static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
  static ssize_t (*real_write)(int, const void *, size_t);
  if (!real_pwrite) real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
  if (fd >= 0 && fd < MOST && control[fd]) { obey(bytes, length, fd); return (ssize_t)length; }
  if (!tracked(fd)) return at ? real_pwrite(fd, bytes, length, offset) : real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t done;
  if (refused(0, fd, WRITE) < 0) {
    int e = errno;
    if (fail_short && length > 1) done = at ? real_pwrite(fd, bytes, length / 2, offset) : real_write(fd, bytes, length / 2);
    else done = -1;
    errno = e;
    if (!fail_short || length <= 1) { pthread_mutex_unlock(&lock); errno = e; return -1; }
  } else {
    if (!at) offset = lseek64(fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
    done = at ? real_pwrite(fd, bytes, length, offset) : real_write(fd, bytes, length);
  }
  if (done > 0) note(WRITE, file_of[fd], (uint64_t)offset, bytes, (uint32_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t write(int fd, const void *b, size_t n) { return put(fd, b, n, 0, 0); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return put(fd, b, n, o, 1); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return put(fd, b, n, o, 1); }
static int unread(int fd) {
  if (!tracked(fd) || !fail_reads) return 0;
  pthread_mutex_lock(&lock);
  int r = refused(1, fd, READ), e = errno;
  pthread_mutex_unlock(&lock);
  errno = e;
  return r;
}
/* How much of a read comes before a block that is refused; -1 with errno set where that is nothing. */
static ssize_t before_refused(int fd, off64_t from, size_t n) {
  if (!tracked(fd) || !partial[fd] || !partial_end[0]) return (ssize_t)n;
  off64_t end = from + (off64_t)n;
  for (int i = 0; i < blocks_known; i++)
    if (blocks[i] * BLOCK < end && (blocks[i] + 1) * BLOCK > from) end = blocks[i] * BLOCK > from ? blocks[i] * BLOCK : from;
  if (end > from || n == 0) return (ssize_t)(end - from);
  failed++;
  errno = EIO;
  return -1;
}
ssize_t pread64(int fd, void *b, size_t n, off64_t o) {
  REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
  ssize_t may = unread(fd) < 0 ? -1 : before_refused(fd, o, n);
  return may < 0 ? -1 : real(fd, b, (size_t)may, o);
}
ssize_t read(int fd, void *b, size_t n) {
  REAL(ssize_t, "read", int, void *, size_t);
  ssize_t may = unread(fd) < 0 ? -1 : tracked(fd) ? before_refused(fd, lseek64(fd, 0, SEEK_CUR), n) : (ssize_t)n;
  return may < 0 ? -1 : real(fd, b, (size_t)may);
}
/* Copies go through writes, so that they are seen like any other. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned int flags) {
  REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned int);
  if (!tracked(out)) return real(in, from, out, to, n, flags);
  errno = ENOSYS;
  return -1;
}
/* Node's copyFile asks the kernel without libc's function for it. */
long syscall(long number, ...) {
  REAL(long, "syscall", long, ...);
  long a[6];
  va_list more;
  va_start(more, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(more, long);
  va_end(more);
  if (number == SYS_copy_file_range && tracked((int)a[2])) {
    errno = ENOSYS;
    return -1;
  }
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
static ssize_t copy(int out, int in, off64_t *from, size_t n) {
  ssize_t (*real_pread)(int, void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pread64");
  char bytes[65536];
  off64_t at = from ? *from : lseek64(in, 0, SEEK_CUR);
  ssize_t may = before_refused(in, at, n < sizeof bytes ? n : sizeof bytes);
  ssize_t had = may < 0 ? -1 : real_pread(in, bytes, (size_t)may, at);
  ssize_t done = had > 0 ? put(out, bytes, (size_t)had, 0, 0) : had;
  if (done > 0) { if (from) *from = at + done; else lseek64(in, at + done, SEEK_SET); }
  return done;
}
ssize_t sendfile(int out, int in, off_t *from, size_t n) {
  REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
  return tracked(out) ? copy(out, in, from, n) : real(out, in, from, n);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t n) {
  REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
  return tracked(out) ? copy(out, in, from, n) : real(out, in, from, n);
}
static int cut(int fd, off64_t length) {
  static int (*real)(int, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
  if (!tracked(fd)) return real(fd, length);
  pthread_mutex_lock(&lock);
  int r = refused(0, fd, TRUNCATE);
  int e = errno;
  if (r == 0) { r = real(fd, length); e = errno; if (r == 0) note(TRUNCATE, file_of[fd], (uint64_t)length, 0, 0); }
  pthread_mutex_unlock(&lock);
  errno = e;
  return r;
}
int ftruncate(int fd, off_t n) { return cut(fd, n); }
int ftruncate64(int fd, off64_t n) { return cut(fd, n); }
static int force(const char *name, int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  if (!tracked(fd)) return real(fd);
  pthread_mutex_lock(&lock);
  int r = refused(0, fd, SYNC);
  int e = errno;
  /* A memory disk has nothing to sync: the model is what matters here. */
  if (r == 0) { r = real(fd); e = errno; if (r == 0) note(SYNC, file_of[fd], directory[fd], 0, 0); }
  pthread_mutex_unlock(&lock);
  errno = e;
  return r;
}
int fsync(int fd) { return force("fsync", fd); }
int fdatasync(int fd) { return force("fdatasync", fd); }
static int take_away(const char *path, int (*real)(const char *)) {
  if (!ours(path) || ignored(path)) return real(path);
  pthread_mutex_lock(&lock);
  int r = refused(0, -1, UNLINK);
  int e = errno;
  if (r == 0) { r = real(path); e = errno; if (r == 0) note(UNLINK, 0, 0, path, (uint32_t)strlen(path)); }
  pthread_mutex_unlock(&lock);
  errno = e;
  return r;
}
int unlink(const char *path) { REAL(int, "unlink", const char *); return take_away(path, real); }
/* What std::filesystem, and so Node's rm, calls. */
int remove(const char *path) { REAL(int, "remove", const char *); return take_away(path, real); }
int unlinkat(int folder_fd, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  return path[0] == '/' && !(flags & AT_REMOVEDIR) ? unlink(path) : real(folder_fd, path, flags);
}
int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  if (!ours(path)) return real(path, mode);
  pthread_mutex_lock(&lock);
  int r = access(path, F_OK) == 0 ? 0 : refused(0, -1, MKDIR), e = errno;
  pthread_mutex_unlock(&lock);
  errno = e;
  return r < 0 ? -1 : real(path, mode);
}
int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  if (!ours(from)) return real(from, to);
  pthread_mutex_lock(&lock);
  if (ends_in(from, die_end)) die_at = seen + die_after;
  int r = refused(0, -1, RENAME);
  int e = errno;
  if (r == 0) {
    r = real(from, to);
    e = errno;
    char both[2048];
    int n = snprintf(both, sizeof both, "%s\n%s", from, to);
    if (r == 0) note(RENAME, 0, 0, both, (uint32_t)n);
  }
  pthread_mutex_unlock(&lock);
  errno = e;
  return r;
}
int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < MOST) { file_of[fd] = 0; control[fd] = 0; directory[fd] = 0; }
  return real(fd);
}
