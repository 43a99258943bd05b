/* cut FOLDER: the file system that the folder is the top of stops at once, as in a power cut, without writing its log first. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define SHUTDOWN _IOR('X', 125, uint32_t) /* EXT4_IOC_SHUTDOWN, XFS_IOC_GOINGDOWN */
#define NO_LOG_FLUSH 2

int main(int words, char **word) {
  uint32_t how = NO_LOG_FLUSH;
  int folder = words > 1 ? open(word[1], O_RDONLY | O_DIRECTORY) : -1;
  if (folder < 0 || ioctl(folder, SHUTDOWN, &how) < 0) { perror("cut"); return 1; }
  return 0;
}
