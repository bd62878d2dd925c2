# Writes groundbeef.csv and quine.csv into the current folder.
#
# On Debian: apt-get install r-base-core r-cran-fitdistrplus r-cran-mass
# then, in this folder: Rscript extract.R
# Made with R 4.2.2, fitdistrplus 1.1-8 and MASS 7.3-58.2.

write_plain <- function(frame, path) {
  write.csv(frame, path, row.names = FALSE, quote = FALSE, eol = "\n")
}

data(groundbeef, package = "fitdistrplus")
write_plain(groundbeef, "groundbeef.csv")

data(quine, package = "MASS")
names(quine) <- tolower(names(quine))
write_plain(quine, "quine.csv")
