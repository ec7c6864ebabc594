if __name__ == "__main__":
    import sys
    print("inner as main", __package__, sys.argv[1:], __spec__.name)
