# Building for other platforms than this machine's. To be sourced in the root of the checkout; needs cargo,
# apt-get and dpkg.
#
# rustup cannot always be reached, and Debian has no standard library of Rust for Windows or musl. It has a compiler together with
# the sources of its standard library, though, so that library is built here. The compiler is unpacked into target/cross and installed
# nowhere: `cargo` and `rustc` stay what they are.
#
# A function that fails leaves the reason in $why.

mkdir -p target/cross
cross_root="$PWD/target/cross"
why=""

# Runs a command as root: directly, or with sudo where that asks nothing.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Installs those of the packages that are not there.
cross_install() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0
  echo "installing: ${missing[*]}"
  { as_root apt-get update -qq \
    && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    >"$cross_root/install.log" 2>&1 && return 0
  why="could not install ${missing[*]} ($cross_root/install.log)"
  return 1
}

# The one package with a version in its name that a package depends on: `cross_depends libstd-rust-web-dev libstd-rust-web-`.
cross_depends() {
  apt-cache depends --no-recommends --no-suggests "$1" 2>/dev/null | sed -n "s/^ *Depends: \($2[0-9.]*\)\$/\1/p" | head -1
}

# Unpacks the compiler, unless it is there.
cross_compiler() {
  local folder="$cross_root/compiler" std llvm file
  if [ ! -e "$folder/whole" ]; then
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || { why="no apt-get here to fetch the compiler with"; return 1; }
    [ "$(uname -m)" = x86_64 ] || { why="the compiler is fetched for x86_64 only"; return 1; }
    # Where the lists are old or were never fetched.
    [ -n "$(cross_depends libstd-rust-web-dev libstd-rust-web-)" ] || as_root apt-get update -qq >/dev/null 2>&1 || true
    std=$(cross_depends libstd-rust-web-dev libstd-rust-web-)
    llvm=$(cross_depends "${std:-none}" libllvm)
    [ -n "$std" ] && [ -n "$llvm" ] || { why="apt-get knows no package rustc-web here"; return 1; }
    rm -rf "$folder" "$cross_root/packages"
    mkdir -p "$folder" "$cross_root/packages"
    local packages=(rustc-web rust-web-src libstd-rust-web-dev "$std" "$llvm")
    echo "fetching the compiler for other platforms: ${packages[*]}"
    if ! (cd "$cross_root/packages" && apt-get download -qq -o APT::Sandbox::User=root "${packages[@]}") \
      >"$cross_root/fetch.log" 2>&1; then
      why="could not fetch ${packages[*]} ($cross_root/fetch.log)"
      return 1
    fi
    for file in "$cross_root/packages"/*.deb; do dpkg -x "$file" "$folder" || { why="could not unpack $file"; return 1; }; done
    rm -rf "$cross_root/packages"
    touch "$folder/whole"
  fi
  # Only this compiler may see its libraries: set for everything, they would get in the way of others.
  cat >"$folder/rustc" <<SCRIPT
#!/bin/sh
LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu" exec "$folder/usr/bin/rustc" "\$@"
SCRIPT
  chmod +x "$folder/rustc"
  cross_rustc="$folder/rustc"
  "$cross_rustc" --version >/dev/null 2>"$cross_root/fetch.log" && return 0
  why="the compiler does not start ($cross_root/fetch.log)"
  return 1
}

# What std needs of an unwinder on musl, made of gcc's: Debian's musl brings none. gcc 12 asks the C library of GNU where an address
# belongs; answered with "not known", it looks it up as it does elsewhere.
cross_unwinder() {
  local folder="$cross_root/musl-unwind" archive
  archive=$(gcc -print-file-name=libgcc_eh.a)
  [ -e "$archive" ] || { why="gcc has no libgcc_eh.a"; return 1; }
  mkdir -p "$folder"
  cp "$archive" "$folder/libunwind.a"
  printf 'int _dl_find_object(void *pc, void *found) { (void)pc; (void)found; return -1; }\n' >"$folder/find.c"
  musl-gcc -c -O1 -o "$folder/find.o" "$folder/find.c" && ar r "$folder/libunwind.a" "$folder/find.o" 2>/dev/null && return 0
  why="could not make an unwinder for musl"
  return 1
}

# Makes everything ready to build for `windows` or `linux-musl`, fetching what is missing. Fails where that is not possible here.
cross_ready() {
  case "$1" in
    windows)
      cross_target=x86_64-pc-windows-gnu
      cross_program=sonae.exe
      cross_install gcc-mingw-w64-x86-64 || return 1
      ;;
    linux-musl)
      cross_target=x86_64-unknown-linux-musl
      cross_program=sonae
      cross_install gcc musl-tools || return 1
      cross_unwinder || return 1
      ;;
    *) why="unknown platform $1"; return 1 ;;
  esac
  cross_compiler || return 1
  cargo fetch --locked --quiet --target "$cross_target" 2>"$cross_root/fetch.log" && return 0
  why="could not fetch crates for $cross_target ($cross_root/fetch.log)"
  return 1
}

# Builds with a profile of Cargo.toml, after cross_ready; the program is then $cross_built. Both platforms share a folder, so that build
# scripts and macros, which run here, are built once.
cross_build() {
  local profile="$1" flags=()
  [ "$cross_target" = x86_64-unknown-linux-musl ] \
    && flags=(-Clink-self-contained=no -Ctarget-feature=+crt-static -Crelocation-model=static "-Lnative=$cross_root/musl-unwind")
  RUSTC="$cross_rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$cross_root/build" \
    CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f'; printf '%s' "${flags[*]}")" \
    CC_x86_64_unknown_linux_musl=musl-gcc CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=musl-gcc \
    cargo build --locked -Zbuild-std=std,panic_unwind -Zbuild-std-features= --target "$cross_target" --profile "$profile" || return 1
  cross_built="$cross_root/build/$cross_target/$profile/$cross_program"
}
