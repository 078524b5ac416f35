//! What the build does: every file of `static/` named by its content, compressed, and listed for the binary; and the
//! catalogues of `locales/` listed, for `src/words/catalogue.rs`.
//!
//! Stylesheets become two (each in the order of its layers): what visitors need, and that with what the desk needs besides.
//! Scripts become one, htmx before our own; everything else stays itself.
//! `src/web/assets.rs` includes the list this writes and serves it; `src/web/sprite.rs` includes the shapes of the sprite, which
//! pages carry themselves.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The stylesheets that come before and after the parts, which follow one another by name.
const FIRST: [&str; 4] = ["layers.css", "reset.css", "tokens.css", "base.css"];
const LAST: [&str; 1] = ["utilities.css"];

/// The parts of pages: those that visitors meet, and those that only the team does, or whoever founds a workspace.
const PARTS: [&str; 2] = ["static/css/components", "static/css/desk"];

/// What comes before our own scripts, which use it: a page asks for one file fewer, and a browser keeps both as long.
const HTMX: &str = "static/vendor/htmx.min.js";

/// The pictures that stand beside words, each a `<symbol>`.
const SPRITE: &str = "static/icons.svg";

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-changed=locales");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut table = String::from("&[\n");
    emit(&mut table, &out, "css/visitor.css", stylesheet(&PARTS[..1])?.as_bytes())?;
    emit(&mut table, &out, "css/app.css", stylesheet(&PARTS)?.as_bytes())?;
    emit(&mut table, &out, "js/app.js", scripts()?.as_bytes())?;
    for path in others(Path::new("static"))? {
        let name = path.strip_prefix("static")?.to_str().ok_or("a static file's name is not UTF-8")?;
        emit(&mut table, &out, name, &fs::read(&path)?)?;
    }
    table.push_str("]\n");
    fs::write(out.join("assets.in"), table)?;
    fs::write(out.join("catalogues.in"), catalogues()?)?;
    fs::write(out.join("sprite.in"), sprite()?)?;
    Ok(())
}

/// The catalogues as `&[(language, &[text])]`.
fn catalogues() -> Result<String> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let mut folders: Vec<PathBuf> = fs::read_dir("locales")?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    folders.sort();
    let mut list = String::from("&[\n");
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let language = folder.file_name().and_then(OsStr::to_str).ok_or("a language's name is not UTF-8")?;
        writeln!(list, "({language:?}, &[")?;
        for file in sorted(&folder.display().to_string(), "ftl")? {
            writeln!(list, "include_str!({:?}),", here.join(file).display())?;
        }
        list.push_str("]),\n");
    }
    list.push_str("]\n");
    Ok(list)
}

/// The sprite as `&[(name, shapes)]`, by name. All are drawn on a square of 24, as `ui::icon` says.
fn sprite() -> Result<String> {
    let source = fs::read_to_string(SPRITE)?;
    let mut pictures = Vec::new();
    for symbol in source.split("<symbol id=\"").skip(1) {
        let (name, rest) = symbol.split_once("\" viewBox=\"0 0 24 24\">").ok_or("a symbol is not drawn on a square of 24")?;
        let (shapes, _) = rest.split_once("</symbol>").ok_or("a symbol of the sprite has no end")?;
        pictures.push((name, shapes.trim()));
    }
    pictures.sort_unstable();
    Ok(format!("&{pictures:?}\n"))
}

/// Our CSS with these parts, without its comments and without the spaces that only people want.
fn stylesheet(parts: &[&str]) -> Result<String> {
    let css = Path::new("static/css");
    let mut files: Vec<PathBuf> = FIRST.iter().map(|name| css.join(name)).collect();
    for part in parts {
        files.extend(sorted(part, "css")?);
    }
    files.extend(LAST.iter().map(|name| css.join(name)));
    let source = String::from_utf8(joined(&files)?)?;
    let mut kept = String::with_capacity(source.len());
    let mut rest = source.as_str();
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").ok_or("a comment in the stylesheet has no end")?.1;
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(tight(&lines.collect::<Vec<_>>().join("\n")))
}

/// What stands between quotes stays as it is.
fn tight(css: &str) -> String {
    const SPACES: [(&str, &str); 9] =
        [(" {", "{"), ("{ ", "{"), ("{\n", "{"), ("; ", ";"), (";\n", ";"), (": ", ":"), (" }", "}"), (";}", "}"), ("}\n", "}")];
    let parts = css.split('"').enumerate().map(|(at, part)| match at % 2 {
        0 => SPACES.iter().fold(part.to_owned(), |part, (wide, narrow)| part.replace(wide, narrow)),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("\"")
}

/// htmx, and all of our scripts without the lines that only say what they do.
fn scripts() -> Result<String> {
    let own = String::from_utf8(joined(&sorted("static/js", "js")?)?)?;
    let lines = own.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    Ok(fs::read_to_string(HTMX)? + "\n" + &lines.collect::<Vec<_>>().join("\n"))
}

fn joined(files: &[PathBuf]) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for file in files {
        all.extend(fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
        all.push(b'\n');
    }
    Ok(all)
}

fn sorted(folder: &str, extension: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new(extension)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What is served as it is: all but our CSS and scripts, the sprite, the notes about where things come from, and the font that
/// pictures are lettered with, which no page uses.
fn others(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path != Path::new("static/css") && path != Path::new("static/js") {
                files.extend(others(&path)?);
            }
        } else if path != Path::new(HTMX)
            && path != Path::new(SPRITE)
            && !path.extension().is_some_and(|kind| kind == "md" || kind == "ttf")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes one file in its three forms and adds its line to the table.
fn emit(table: &mut String, out: &Path, name: &str, content: &[u8]) -> Result<()> {
    let path = Path::new(name);
    let (Some(stem), Some(extension)) = (path.file_stem().and_then(OsStr::to_str), path.extension().and_then(OsStr::to_str))
    else {
        return Err(format!("static/{name} has no extension").into());
    };
    let media_type = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => {
            return Err(format!("static/{name}: the type of .{extension} files is not known to build.rs").into());
        }
    };
    let hash = Sha256::digest(content).iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let file = format!("{stem}-{hash}.{extension}");
    fs::write(out.join(&file), content)?;
    let brotli = smaller(out, &format!("{file}.br"), &brotli(content)?, content)?;
    let gzip = smaller(out, &format!("{file}.gz"), &gzip(content)?, content)?;
    writeln!(
        table,
        "Asset {{ name: {name:?}, url: \"/static/{file}\", hash: {hash:?}, media_type: {media_type:?}, \
         plain: {}, brotli: {brotli}, gzip: {gzip} }},",
        included(&file)
    )?;
    Ok(())
}

/// The compressed form, unless the file is better off without.
fn smaller(out: &Path, file: &str, compressed: &[u8], content: &[u8]) -> Result<String> {
    if compressed.len() >= content.len() {
        return Ok("None".into());
    }
    fs::write(out.join(file), compressed)?;
    Ok(format!("Some({})", included(file)))
}

fn included(file: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))")
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22).write_all(content)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
