// The folder of --out, and files that appear in it all together.
//
//   OutputFolder folder("runs/1");       // made, or FileError at once
//   folder.Add("metrics.csv", csv);
//   folder.Add("curve.svg", svg);
//   folder.Commit();                     // or nothing appears
//
// Made before the training, so that a path that cannot be written to is known
// before it; an unused folder goes again.
#ifndef TESSERA_DEMOS_SUPPORT_OUTPUT_FOLDER_H_
#define TESSERA_DEMOS_SUPPORT_OUTPUT_FOLDER_H_

#include <memory>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {
class AtomicFile;
}

namespace tessera::demos {

class OutputFolder {
 public:
  // FileError "--out: ..." where path is no folder that can be written to.
  explicit OutputFolder(const std::string& path);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  // Writes bytes beside the file's place; a full disk shows here.
  void Add(const std::string& name, const std::string& bytes);
  // Moves all of them to their places, each whole.
  void Commit();

 private:
  void RemoveUnused();

  std::string path_;
  std::vector<std::string> made_;  // outermost first
  std::vector<std::unique_ptr<AtomicFile>> files_;
};

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_OUTPUT_FOLDER_H_
